import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { archiveRecording } from '../../../shared/operations/archive-recording.ts'
import type { Ports } from '../../../shared/ports.ts'
import { makeVideo } from '../../edge/support/make-video.ts'
import { sampleIncident } from '../../harness/sample-incident.ts'
import { at } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { unzip } from '../../harness/unzip.ts'
import { blobNames, putBlob, sha256Of, storeRecording } from '../../shared/operations/archive-support/store-recording.ts'
import { type Answer, type Call, idOf, reviewApi } from './review-api.ts'

const plan = { width: 96, height: 64, framesPerSecond: 10, frames: 100, groupSize: 10, squares: [] }

/** What README.txt tells somebody to do who has nothing of ours. */
function hashAsDescribed(line: string): { hash: string; expected: string; previous: string } {
  const { hash: expected, ...rest } = JSON.parse(line)
  const sorted = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, field]) => [key, sorted(field)]),
        )
      : value
  return {
    hash: createHash('sha256')
      .update(JSON.stringify(sorted(rest)))
      .digest('hex'),
    expected,
    previous: rest.previous,
  }
}

describe('an evidence package', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let call: (method: string, path: string, call?: Call) => Promise<Answer>
  let folder: string

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    call = reviewApi(ports)
    folder = mkdtempSync(join(tmpdir(), 'evidence-'))
    makeVideo(join(folder, 'ten-seconds.mp4'), plan)
    const video = readFileSync(join(folder, 'ten-seconds.mp4'))
    for (const start of [0, 10, 30]) await storeRecording(ports, azurite.connectionString, { id: `rec-${start}`, start, video })
    for (const role of ['site-engineer', 'safety-auditor', 'data-labeler'] as const)
      await ports.people.save({ id: idOf(role), name: role, sites: ['plant-1'] })
    await putBlob(azurite.connectionString, 'snapshots', 'plant-1/camera-1/still.jpg', Buffer.from('a still'))
    await store('inc-1', { startedAt: at(12), endedAt: at(25), snapshot: 'plant-1/camera-1/still.jpg' })
    await store('inc-2', { startedAt: at(500), endedAt: at(510) })
    // Decisions about two incidents, one after the other, and somebody who looks.
    await judge('inc-1', 'rejected')
    await judge('inc-2', 'confirmed')
    await call('POST', 'recordings/rec-0/links', { as: 'safety-auditor' })
    await judge('inc-1', 'confirmed')
    for (const id of ['rec-0', 'rec-10', 'rec-30']) await archiveRecording(ports, id)
  })
  after(async () => {
    rmSync(folder, { recursive: true })
    await azurite.close()
  })

  const store = (id: string, more: object) => {
    const receivedAt = new Date(ports.clock().getTime() - 1000).toISOString()
    const incident = sampleIncident(id, { site: 'plant-1', camera: 'camera-1', receivedAt, ...more })
    return ports.incidents.write({ incident, version: undefined })
  }
  const judge = async (id: string, verdict: string) => {
    assert.equal((await call('POST', `incidents/${id}/verdicts`, { as: 'site-engineer', body: { verdict } })).status, 200)
  }
  const make = (id: string, as: Call['as'] = 'safety-auditor') => call('POST', `incidents/${id}/evidence`, { as })
  const download = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer())

  it('holds clips, still, decisions, sidecars and their proof, each with its hash', async () => {
    const { status, body } = await make('inc-1')
    assert.equal(status, 201)
    const files = await unzip(await download(body.url))
    const names = [
      ...['README.txt', 'audit/chain.jsonl', 'audit/proof.json', 'clips.json', 'clips/1.mp4', 'decisions.json', 'incident.json'],
      ...['recordings.json', 'sidecars/rec-0.json', 'sidecars/rec-10.json', 'sidecars/rec-30.json', 'snapshots/still.jpg', 'SHA256SUMS'],
    ]
    assert.deepEqual([...files.keys()], names)
    assert.equal(body.files, names.length - 1)
    const sums = String(files.get('SHA256SUMS'))
    assert.equal(
      sums,
      names
        .slice(0, -1)
        .map((name) => `${sha256Of(files.get(name)!)}  ${name}\n`)
        .join(''),
    )
    assert.equal(body.digest, sha256Of(sums))
    assert.equal(String(files.get('snapshots/still.jpg')), 'a still')

    const json = (name: string) => JSON.parse(String(files.get(name)))
    assert.deepEqual(json('clips.json').clips, [
      {
        ...{ from: at(2), to: at(35), file: 'clips/1.mp4', startedAt: at(2), endedAt: at(35) },
        ...{ gaps: [{ from: at(20), to: at(30) }], coverage: 23 / 33 },
      },
    ])
    assert.deepEqual(
      json('decisions.json').map(({ verdict }: { verdict: string }) => verdict),
      ['rejected', 'confirmed'],
    )
    assert.equal(json('incident.json').verdict, 'confirmed')
    assert.deepEqual(
      json('recordings.json').map(({ sha256 }: { sha256: string }) => sha256),
      [0, 10, 30].map((start) => json(`sidecars/rec-${start}.json`).video.sha256),
    )
    assert.match(String(files.get('README.txt')), /sha256sum -c SHA256SUMS/)
  })

  it('proves its decisions by the piece of the audit chain that holds them, checked as its README says', async () => {
    const files = await unzip(await download((await make('inc-1')).body.url))
    const lines = String(files.get('audit/chain.jsonl')).trimEnd().split('\n')
    const proof = JSON.parse(String(files.get('audit/proof.json')))
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).action),
      ['incident-verdict', 'incident-verdict', 'media-viewed', 'incident-verdict'],
    )
    assert.deepEqual(proof, { decisions: [1, 4] })
    let previous = '0'.repeat(64)
    for (const line of lines) {
      const entry = hashAsDescribed(line)
      assert.deepEqual([entry.hash, entry.previous], [entry.expected, previous])
      previous = entry.hash
    }
    const later = JSON.parse(String((await unzip(await download((await make('inc-2')).body.url))).get('audit/proof.json')))
    assert.deepEqual(later, { decisions: [2], before: { seq: 1, hash: JSON.parse(lines[0]!).hash } })
  })

  it('is the same bytes for the same content, and another one after another verdict', async () => {
    const first = await make('inc-1')
    const bytes = await download(first.body.url)
    const [name] = (await blobNames(azurite.connectionString, 'evidence')).filter((path) => path.includes(first.body.digest))
    await putBlob(azurite.connectionString, 'evidence', name!, Buffer.from('spoiled'))
    const has: Ports['evidence']['has'] = async () => false
    const again = await reviewApi({ ...ports, evidence: { ...ports.evidence, has } })('POST', 'incidents/inc-1/evidence', {
      as: 'site-engineer',
    })
    assert.equal(again.body.digest, first.body.digest)
    assert.deepEqual(await download(again.body.url), bytes)

    await judge('inc-1', 'inconclusive')
    assert.notEqual((await make('inc-1')).body.digest, first.body.digest)
    assert.equal((await blobNames(azurite.connectionString, 'evidence', 'plant-1/inc-1/')).length, 2)
  })

  it('of an incident without video says so', async () => {
    const files = await unzip(await download((await make('inc-2')).body.url))
    assert.deepEqual(
      [...files.keys()].filter((name) => /clips\/|snapshots|sidecars/.test(name)),
      [],
    )
    const { clips } = JSON.parse(String(files.get('clips.json')))
    assert.deepEqual(clips, [{ from: at(490), to: at(520), gaps: [{ from: at(490), to: at(520) }], coverage: 0 }])
  })

  it('of an incident whose video cannot be cut holds all the rest, and the reason', async () => {
    await storeRecording(ports, azurite.connectionString, { id: 'rec-broken', start: 1000 })
    await store('inc-broken', { startedAt: at(1002), endedAt: at(1003) })
    const files = await unzip(await download((await make('inc-broken')).body.url))
    const { clips } = JSON.parse(String(files.get('clips.json')))
    assert.match(clips[0].problem, /video/)
    assert.equal(files.has('incident.json'), true)
  })

  it('is for auditors and site engineers, of their own sites, and each is on the audit chain', async () => {
    assert.equal((await make('inc-1', 'data-labeler')).status, 403)
    assert.equal((await make('absent')).status, 404)
    await store('inc-foreign', { site: 'plant-2' })
    assert.equal((await make('inc-foreign')).status, 404)
    const { digest, files } = (await make('inc-1', 'site-engineer')).body
    const { entries } = await ports.audit.read({ site: 'plant-1', from: 1, limit: 500 })
    const [made, viewed] = entries.slice(-2)
    assert.deepEqual(
      [made?.action, made?.who, made?.subject, made?.detail],
      ['evidence-made', idOf('site-engineer'), 'incident/inc-1', { digest, files }],
    )
    assert.deepEqual([viewed?.action, viewed?.detail], ['media-viewed', { container: 'evidence' }])
  })
})
