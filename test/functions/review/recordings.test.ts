import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { Recording } from '../../../shared/domain/recording.ts'
import { archiveRecording } from '../../../shared/operations/archive-recording.ts'
import type { Ports } from '../../../shared/ports.ts'
import { makeVideo } from '../../edge/support/make-video.ts'
import { packetsOf } from '../../edge/support/packets-of.ts'
import { at } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { blobNames, sha256Of, storeRecording } from '../../shared/operations/archive-support/store-recording.ts'
import { type Answer, type Call, idOf, reviewApi } from './review-api.ts'

const plan = {
  width: 96,
  height: 64,
  framesPerSecond: 10,
  frames: 100,
  groupSize: 10,
  squares: [{ left: 0, top: 8, side: 16, colour: [200, 40, 40] as const, stepX: 0.5 }],
}

describe('the recordings of the review API', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let call: (method: string, path: string, call?: Call) => Promise<Answer>
  let folder: string
  let video: Buffer
  const recordings: Recording[] = []

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    call = reviewApi(ports)
    folder = mkdtempSync(join(tmpdir(), 'recordings-'))
    makeVideo(join(folder, 'ten-seconds.mp4'), plan)
    video = readFileSync(join(folder, 'ten-seconds.mp4'))
    // Ten seconds each, and ten seconds of nothing before the last.
    for (const start of [0, 10, 30])
      recordings.push(await storeRecording(ports, azurite.connectionString, { id: `rec-${start}`, start, video }))
    for (const role of ['site-engineer', 'safety-auditor'] as const)
      await ports.people.save({ id: idOf(role), name: role, sites: ['plant-1'] })
  })
  after(async () => {
    rmSync(folder, { recursive: true })
    await azurite.close()
  })

  const list = (query: Record<string, string>) =>
    call('GET', 'recordings', { as: 'safety-auditor', query: { site: 'plant-1', camera: 'camera-1', ...query } })
  const clip = (from: number, to: number, more: object = {}) =>
    call('POST', 'clips', { as: 'safety-auditor', body: { site: 'plant-1', camera: 'camera-1', from: at(from), to: at(to), ...more } })

  async function framesOf(url: string): Promise<Buffer[]> {
    const file = join(folder, 'clip.mp4')
    writeFileSync(file, Buffer.from(await (await fetch(url)).arrayBuffer()))
    return (await packetsOf(file)).packets.map(({ data }) => Buffer.from(data))
  }

  it('are listed newest first, with what became of them, and with the gaps of the asked time', async () => {
    const { body } = await list({ from: at(-5), to: at(45) })
    assert.deepEqual(
      body.items.map(({ id }: Recording) => id),
      ['rec-30', 'rec-10', 'rec-0'],
    )
    assert.deepEqual(body.items[0].labels, {})
    assert.deepEqual([body.items[0].hasRaw, body.items[0].archived], [true, undefined])
    assert.deepEqual(body.gaps, [
      { from: at(-5), to: at(0) },
      { from: at(20), to: at(30) },
      { from: at(40), to: at(45) },
    ])
    assert.equal(body.coverage, 0.6)
    assert.equal(body.items[0].path, undefined)
  })

  it('say nothing of gaps where the time has no end, is too long, or the page is not the first', async () => {
    const first = await list({ limit: '2' })
    assert.deepEqual([first.body.items.length, first.body.gaps], [2, undefined])
    const next = await list({ limit: '2', from: at(-5), to: at(45), cursor: first.body.cursor })
    assert.deepEqual([next.body.items.length, next.body.gaps, next.body.cursor], [1, undefined, undefined])
    assert.equal((await list({ from: at(-8 * 86_400), to: at(45) })).body.gaps, undefined)
  })

  it('play for any time: cut and joined across their ends, picture for picture as they were recorded', async () => {
    const answer = await clip(5, 15)
    assert.equal(answer.status, 201)
    const { url, sha256, startedAt, endedAt, recordings, gaps, coverage } = answer.body
    assert.deepEqual({ startedAt, endedAt, gaps, coverage }, { startedAt: at(5), endedAt: at(15), gaps: [], coverage: 1 })
    const starts = recordings.map((recording: { startedAt: string }) => recording.startedAt)
    assert.deepEqual(starts, [at(0), at(10)])
    const response = await fetch(url)
    assert.equal(response.headers.get('content-type'), 'video/mp4')
    assert.equal(sha256Of(Buffer.from(await response.arrayBuffer())), sha256)

    const original = (await packetsOf(join(folder, 'ten-seconds.mp4'))).packets.map(({ data }) => Buffer.from(data))
    assert.deepEqual(await framesOf(url), [...original.slice(50), ...original.slice(0, 50)])
  })

  it('give the same clip when the same time is asked for again', async () => {
    const [first, second] = [await clip(2, 4), await clip(2, 4)]
    assert.equal(first.body.sha256, second.body.sha256)
    assert.equal((await blobNames(azurite.connectionString, 'clips')).filter((name) => name.includes(first.body.sha256)).length, 1)
  })

  it('give a link that saves a clip under a name that says what it is', async () => {
    const { body } = await clip(5, 15)
    const response = await fetch(body.downloadUrl)
    assert.equal(response.headers.get('content-disposition'), 'attachment; filename="camera-1-2026-11-20T08-00-05.000Z.mp4"')
    assert.equal(sha256Of(Buffer.from(await response.arrayBuffer())), body.sha256)
  })

  it('say where a clip has no video in it', async () => {
    const { body } = await clip(15, 35)
    assert.deepEqual(body.gaps, [{ from: at(20), to: at(30) }])
    assert.equal(body.coverage, 0.5)
    assert.equal((await framesOf(body.url)).length, 100)
  })

  it('play from the archive when the raw video is gone', async () => {
    const before = await clip(1, 3)
    await archiveRecording(ports, 'rec-0')
    for await (const raw of ports.rawVideo.list('plant-1')) if (raw.recording === 'rec-0') await ports.rawVideo.remove(raw)
    assert.equal((await clip(1, 3)).body.sha256, before.body.sha256)
    const link = await call('POST', 'recordings/rec-0/links', { as: 'safety-auditor' })
    assert.deepEqual(Buffer.from(await (await fetch(link.body.url)).arrayBuffer()), video)
    const { body } = await call('GET', 'recordings/rec-0', { as: 'safety-auditor' })
    const states = (await list({})).body.items.map(({ id, archived }: { id: string; archived?: unknown }) => [id, archived])
    assert.deepEqual(states, [
      ['rec-30', undefined],
      ['rec-10', undefined],
      ['rec-0', body.archived],
    ])
    assert.deepEqual(body.archived.protection, { tier: 'cool', immutability: 'unsupported', legalHold: 'unsupported' })
  })

  it('are refused as a clip that is too long, the wrong way round, of nothing, or of another site', async () => {
    const refusals: [number, number, object, number, RegExp][] = [
      [0, 601, {}, 400, /at most 10 minutes/],
      [15, 5, {}, 400, /in order/],
      [5, 5, {}, 400, /in order/],
      [20, 30, {}, 404, /no video/],
      [5000, 5010, {}, 404, /no video/],
      [0, 10, { site: 'plant-2' }, 404, /not yours/],
      [0, 10, { camera: '../x' }, 400, /body\.camera/],
      [0, 10, { from: '2026-11-20T08:00:00.000Z; rm' }, 400, /body\.from/],
      [0, 10, { filter: 'null' }, 400, /filter/],
    ]
    for (const [from, to, more, status, detail] of refusals) {
      const answer = await clip(from, to, more)
      assert.equal(answer.status, status, JSON.stringify(answer.body))
      assert.match(JSON.stringify(answer.body), detail)
    }
  })

  it('are never cut by anything but two times and two names, whatever is sent', async () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom('-i', '; rm -rf /', '../plant-1', at(0), at(5), 'plant-1', 'camera-1', '1e9', 'NaN'),
      fc.double(),
      fc.constant(null),
    )
    const body = fc.record({ site: part, camera: part, from: part, to: part }, { requiredKeys: [] })
    const clips: Ports['clips'] = { ...ports.clips, cut: async () => assert.fail('something was cut') }
    const ask = reviewApi({ ...ports, clips })
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        fc.pre(!(sent.site === 'plant-1' && sent.camera === 'camera-1' && sent.from === at(0) && sent.to === at(5)))
        assert.ok([400, 404].includes((await ask('POST', 'clips', { as: 'safety-auditor', body: sent })).status))
      }),
      { numRuns: 300 },
    )
  })

  it('leave an entry of who looked at which time', async () => {
    await clip(31, 33)
    const { entries } = await ports.audit.read({ site: 'plant-1', from: 1, limit: 500 })
    const { action, subject, who, detail } = entries.at(-1)!
    assert.deepEqual(
      { action, subject, who, detail },
      {
        ...{ action: 'media-viewed', subject: `camera/camera-1/${at(31)}/${at(33)}`, who: idOf('safety-auditor') },
        detail: { container: 'clips' },
      },
    )
  })

  it('are kept by a hold that an auditor places, until an auditor releases it', async () => {
    const body = { site: 'plant-1', camera: 'camera-1', from: at(0), to: at(10), reason: 'A claim.' }
    const placed = await call('POST', 'holds', { as: 'safety-auditor', body })
    assert.equal(placed.status, 201)
    assert.equal(placed.body.placedBy, idOf('safety-auditor'))
    assert.equal((await call('POST', 'holds', { as: 'site-engineer', body })).status, 403)
    assert.equal((await call('POST', 'holds', { as: 'safety-auditor', body: { ...body, site: 'plant-2' } })).status, 404)
    assert.match((await call('POST', 'holds', { as: 'safety-auditor', body: { ...body, to: at(-1) } })).body.detail, /body\.to/)

    const release = () => call('POST', `sites/plant-1/holds/${placed.body.id}/release`, { as: 'safety-auditor' })
    assert.equal((await release()).body.releasedBy, idOf('safety-auditor'))
    assert.equal((await release()).status, 400)
    assert.equal((await call('POST', 'sites/plant-1/holds/none/release', { as: 'safety-auditor' })).status, 404)
    const { items, names } = (await call('GET', 'sites/plant-1/holds', { as: 'safety-auditor' })).body
    assert.deepEqual(names, { [idOf('safety-auditor')]: 'safety-auditor' })
    assert.deepEqual(
      items.map(({ id, isApplied }: { id: string; isApplied: boolean }) => [id, isApplied]),
      [[placed.body.id, true]],
    )
  })
})
