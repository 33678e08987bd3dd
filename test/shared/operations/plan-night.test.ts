import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { Change, Night } from '../../../shared/domain/night.ts'
import { nightId } from '../../../shared/domain/night-id.ts'
import { noProgress } from '../../../shared/domain/night-progress.ts'
import type { Recording } from '../../../shared/domain/recording.ts'
import { planNight } from '../../../shared/operations/plan-night.ts'
import { saveWork } from '../../../shared/operations/save-work.ts'
import type { Ports } from '../../../shared/ports.ts'
import { sampleIncident } from '../../harness/sample-incident.ts'
import { createTestApp } from '../../harness/test-app.ts'

const minutes = (count: number) => new Date(Date.UTC(2026, 2, 1, 10) + count * 60_000).toISOString()

describe('the plan of a night', () => {
  let azurite: RunningAzurite
  let ports: Ports
  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
  })
  after(() => azurite.close())

  /** Ten recordings of ten minutes, one after the other. */
  async function film(site: string, camera = 'line-1', count = 10): Promise<Recording[]> {
    const recordings = Array.from({ length: count }, (_, index): Recording => {
      const id = `${site}-${camera}-${index}`
      const [startedAt, endedAt] = [minutes(index * 10), minutes(index * 10 + 10)]
      const video = { bytes: 1000, sha256: '0'.repeat(64), codec: 'avc1.42e01e', frameRate: 10, width: 64, height: 36 }
      return { id, site, device: 'edge-1', camera, startedAt, endedAt, path: `${id}.mp4`, receivedAt: endedAt, ...video }
    })
    await Promise.all(recordings.map((recording) => ports.recordings.save(recording)))
    return recordings
  }
  const mark = (site: string, kind: Change['kind'], id: string) => ports.changes.mark({ kind, id, site })

  /** What the night would work on, by the last word of the ids. */
  async function due(site: string, more: Partial<Night> = {}): Promise<string[]> {
    const key = { site, date: '2026-03-02', number: 1 }
    const night: Night = {
      ...{ id: nightId(key), ...key, state: 'running', startedAt: minutes(600), startedBy: 'timer' },
      ...{ progress: noProgress, problems: [], problemCount: 0, ...more },
    }
    await ports.nights.save(night, undefined)
    const { pages, recordings } = await planNight(ports, { site, night: night.id })
    const found = await Promise.all(Array.from({ length: pages }, (_, page) => ports.nights.page(night.id, page)))
    assert.equal(found.flat().length, recordings)
    return found.flat().map((id) => id.replace(`${site}-`, ''))
  }

  test('takes new recordings, by camera and time, whatever the order of their marks', async () => {
    const [a, b] = [await film('new', 'line-1', 3), await film('new', 'line-2', 1)]
    for (const { id } of [...b, a[2]!, a[0]!]) await mark('new', 'recording', id)
    assert.deepEqual(await due('new'), ['line-1-0', 'line-1-2', 'line-2-0'])
  })

  test('takes what shows an incident that changed, and a minute around it', async () => {
    await film('seen')
    await film('seen', 'line-2')
    const [startedAt, endedAt] = [minutes(29.5), minutes(39.5)]
    await ports.incidents.write({ incident: sampleIncident('seen-1', { site: 'seen', startedAt, endedAt }), version: undefined })
    await mark('seen', 'incident', 'seen-1')
    assert.deepEqual(await due('seen'), ['line-1-2', 'line-1-3', 'line-1-4'])
  })

  test('takes what came after an incident that nobody saw end, for a day', async () => {
    await film('open')
    await ports.incidents.write({ incident: sampleIncident('open-1', { site: 'open', startedAt: minutes(75) }), version: undefined })
    await mark('open', 'incident', 'open-1')
    assert.deepEqual(await due('open'), ['line-1-7', 'line-1-8', 'line-1-9'])
  })

  test('takes what shows an object that was missed, and what somebody drew on', async () => {
    const recordings = await film('said')
    const box = { left: 0.1, top: 0.1, width: 0.2, height: 0.2 }
    const report = { id: 'said-1', site: 'said', camera: 'line-1', at: minutes(55), label: 'hand', box }
    await ports.missedObjects.save({ ...report, reportedAt: minutes(60), who: 'w', name: 'n' })
    await mark('said', 'missed-object', 'said-1')
    await mark('said', 'edit', recordings[8]!.id)
    assert.deepEqual(await due('said'), ['line-1-5', 'line-1-8'])
  })

  test('takes a recording once, however many reasons there are', async () => {
    const recordings = await film('once', 'line-1', 2)
    for (const { id } of recordings) for (const kind of ['recording', 'edit'] as const) await mark('once', kind, id)
    assert.deepEqual(await due('once'), ['line-1-0', 'line-1-1'])
  })

  test('passes over marks whose fact was never written, and things of another site', async () => {
    const [foreign] = await film('foreign', 'line-1', 1)
    for (const kind of ['recording', 'incident', 'missed-object', 'edit'] as const) await mark('ghost', kind, 'nothing')
    await mark('ghost', 'recording', foreign!.id)
    assert.deepEqual(await due('ghost'), [])
  })

  test('leaves out what was tried twice in vain', async () => {
    const recordings = await film('vain', 'line-1', 3)
    const failure = { step: 'split' as const, at: minutes(700), reason: 'no picture in it' }
    await saveWork(ports, recordings[0]!, { failures: [failure, failure] })
    await saveWork(ports, recordings[1]!, { failures: [failure] })
    for (const { id } of recordings) await mark('vain', 'recording', id)
    assert.deepEqual(await due('vain'), ['line-1-1', 'line-1-2'])
  })

  test('looks only at what changed since the night before', async () => {
    const recordings = await film('since', 'line-1', 1)
    await mark('since', 'recording', recordings[0]!.id)
    const later = new Date((await ports.storageTime()).getTime() + 60_000).toISOString()
    assert.deepEqual(await due('since', { from: later }), [])
  })

  test('fills pages of a hundred', async () => {
    const recordings = await film('many', 'line-1', 201)
    await Promise.all(recordings.map(({ id }) => mark('many', 'recording', id)))
    assert.deepEqual(
      await due('many'),
      recordings.map(({ id }) => id.replace('many-', '')),
    )
    assert.equal((await ports.nights.page('nightly-many-2026-03-02', 2)).length, 1)
  })
})
