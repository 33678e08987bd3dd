import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { canonicalJson } from '../../../shared/domain/canonical-json.ts'
import { taskId } from '../../../shared/domain/labeling-task.ts'
import type { Principal } from '../../../shared/domain/person.ts'
import { labelRecording } from '../../../shared/operations/label-recording.ts'
import { renewReference } from '../../../shared/operations/make-references.ts'
import { measureRecall } from '../../../shared/operations/measure-recall.ts'
import { nextTask } from '../../../shared/operations/next-task.ts'
import { observeHours } from '../../../shared/operations/observe-quality.ts'
import { listBatches } from '../../../shared/operations/read-quality.ts'
import { drawDay } from '../../../shared/operations/sample-day.ts'
import { saveTask } from '../../../shared/operations/save-task.ts'
import { watchQuality } from '../../../shared/operations/watch-quality.ts'
import type { Ports } from '../../../shared/ports.ts'
import { playQuality, qualityModel } from '../../harness/quality-plant.ts'
import { healthMessage, inferenceMessage } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'

const dayMs = 86_400_000
const startMs = Date.UTC(2026, 0, 5)
const strangeFromDay = 4
const now = new Date(startMs + 5 * dayMs + 20 * 60_000)
const scientist: Principal = { id: 'dana', name: 'Dana', roles: ['data-scientist'], sites: 'all' }

describe('a plant whose bottles and light change', () => {
  let azurite: RunningAzurite
  let ports: Ports

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString, { clock: () => now })
    await playQuality(ports, { site: 'plant-1', startMs, days: 5, strangeFromDay })
  })
  after(() => azurite.close())

  it('has no breach, batch or notice while all is as usual, and its reference is made once its days are over', async () => {
    const early = await watchQuality(ports, 'plant-1', new Date(startMs + 2 * dayMs))
    assert.equal(early?.cameras[0]?.reference, undefined)
    assert.equal(early?.cameras[0]?.learningUntil, new Date(startMs + 3 * dayMs).toISOString())
    const usual = await watchQuality(ports, 'plant-1', new Date(startMs + strangeFromDay * dayMs))
    assert.equal(usual?.cameras[0]?.reference?.to, new Date(startMs + 3 * dayMs).toISOString())
    assert.deepEqual(
      usual?.cameras[0]?.findings.map(({ monitor, breachedSince }) => [monitor, breachedSince]),
      [
        ['brightness', undefined],
        ['crops:objects', undefined],
      ],
    )
    assert.deepEqual(await ports.quality.batches('plant-1', 10), [])
    assert.deepEqual(await ports.notices.unresolved('plant-1'), [])
  })

  it('has a breach of each monitor, a notice to data scientists, and a batch whose frames are tasks', async () => {
    const report = await watchQuality(ports, 'plant-1', now)
    const since = new Date(startMs + strangeFromDay * dayMs).toISOString()
    assert.deepEqual(
      report?.cameras[0]?.findings.map(({ breachedSince }) => breachedSince),
      [since, since],
    )
    const notices = await ports.notices.unresolved('plant-1')
    assert.deepEqual(notices.map(({ kind, roles }) => [kind, ...roles]).sort(), [
      ['appearance-drift', 'data-scientist'],
      ['input-drift', 'data-scientist'],
    ])
    const batches = await ports.quality.batches('plant-1', 10)
    assert.deepEqual(batches.map(({ monitor, frames, state }) => [monitor, frames.length, state]).sort(), [
      ['brightness', 12, 'open'],
      ['crops:objects', 12, 'open'],
    ])
    assert.ok(batches.every(({ frames }) => frames.every(({ at }) => at >= since)))
    const waiting = await ports.labelTasks.waiting({ site: 'plant-1', limit: 100 })
    assert.deepEqual(new Set(waiting.map(({ reason }) => reason)), new Set(['drift']))
    assert.equal(waiting.length, 12)
  })

  it('is looked at again without anything coming twice, and comes to the same bytes', async () => {
    const before = await ports.quality.report('plant-1')
    const again = await watchQuality(ports, 'plant-1', now)
    assert.equal(canonicalJson(again), canonicalJson(before))
    assert.equal((await ports.quality.batches('plant-1', 10)).length, 2)
    assert.equal((await ports.labelTasks.waiting({ site: 'plant-1', limit: 100 })).length, 12)
    assert.equal(
      (await ports.notices.unresolved('plant-1')).every(({ openings }) => openings === 1),
      true,
    )
  })

  it('keeps its tasks when a night looks at the recording again, and counts what people answer', async () => {
    const [batch] = await ports.quality.batches('plant-1', 1)
    await labelRecording(ports, batch!.frames[0]!.recording)
    assert.equal((await ports.labelTasks.waiting({ site: 'plant-1', limit: 100 })).length, 12)
    const claimed = await nextTask(ports, scientist, { site: 'plant-1', except: [] })
    assert.equal(claimed?.value.reason, 'drift')
    await saveTask(ports, scientist, claimed!.value.id, [], undefined)
    const summaries = await listBatches(ports, scientist, 'plant-1', 10)
    assert.deepEqual(
      summaries.map(({ answered }) => answered),
      [1, 1],
    )
  })

  it('is as usual again once somebody says that the change is to stay', async () => {
    const window = { from: new Date(startMs + 3 * dayMs).toISOString(), to: new Date(startMs + 5 * dayMs).toISOString() }
    await assert.rejects(
      renewReference(ports, scientist, { site: 'plant-1', camera: 'cam-1', from: window.to, to: window.from, reason: 'wrong way round' }),
      /in this order/,
    )
    const strange = { from: new Date(startMs + strangeFromDay * dayMs).toISOString(), to: window.to }
    await assert.rejects(
      renewReference(ports, scientist, { site: 'plant-1', camera: 'cam-1', ...strange, reason: 'one day' }),
      /too little/,
    )
    await renewReference(ports, scientist, { site: 'plant-1', camera: 'cam-1', ...window, reason: 'a new bottle' })
    const report = await watchQuality(ports, 'plant-1', now)
    assert.equal(report?.cameras[0]?.reference?.madeBy, 'dana')
    assert.deepEqual(new Set((await ports.quality.batches('plant-1', 10)).map(({ state }) => state)), new Set(['closed']))
    assert.deepEqual(await ports.notices.unresolved('plant-1'), [])
    assert.equal((await ports.quality.references('plant-1')).length, 2)
  })

  it("draws a day's frames whatever the model saw, asks without its boxes, and estimates recall by the answers", async () => {
    const day = new Date(startMs + dayMs).toISOString()
    const to = new Date(startMs + 2 * dayMs).toISOString()
    const asked = { site: 'plant-1', day: day.slice(0, 10), from: day, to, perCamera: 5 }
    const sample = await drawDay(ports, asked)
    assert.equal(sample?.drawn.length, 5)
    assert.ok(sample?.drawn.every(({ request }) => request.probability === 5 / 72))
    assert.equal(await drawDay(ports, asked), undefined)

    // The night takes the drawn moments out of their recordings; here they come into the manifests by hand.
    const box = { left: 0.1, top: 0.1, width: 0.2, height: 0.4 }
    for (const [seq, { request }] of sample!.drawn.entries()) {
      const { recording, at } = request
      const manifest = (await ports.frames.manifest(recording))!
      const ptsMs = Date.parse(at) - Date.parse(manifest.startedAt)
      const frame = { ...manifest.frames[0]!, id: `${seq}`.repeat(64), at, ptsMs, reasons: ['review' as const] }
      await ports.frames.saveManifest({ ...manifest, frames: [...manifest.frames, frame] })
      const detections = seq < 3 ? [{ label: 'bottle', confidence: 0.9, box }] : []
      const seen = { at, recording, ptsMs, width: 640, height: 360, inferenceMs: 5, detections }
      const inference = inferenceMessage({ device: 'edge-1', bootId: 'boot-1', seq }, 'cam-1')
      const message = { ...inference, at, model: qualityModel, frames: [seen] }
      await ports.inferences.save({ site: 'plant-1', isLate: false, time: at, message })
      await labelRecording(ports, recording)
      const task = await ports.labelTasks.find(taskId(recording, frame.id))
      assert.deepEqual([task?.value.reason, task?.value.suggestions], ['sample', []])
      await ports.labelTasks.save({ ...task!.value, lease: { who: 'dana', until: '2030-01-01T00:00:00.000Z' } }, task!.version)
      await saveTask(ports, scientist, task!.value.id, [{ label: 'bottle', box }], undefined)
    }
    const { all, waiting, perLabel } = await measureRecall(ports, { site: 'plant-1', timeZone: 'UTC', model: qualityModel.digest }, now)
    assert.deepEqual([all.right, all.count, all.share, waiting], [3, 5, 0.6, 0])
    assert.ok(all.low < 0.3 && all.high > 0.8, `${all.low} to ${all.high} from five objects`)
    assert.equal(perLabel['bottle']?.share, 0.6)
  })

  it('turns health messages and inferences into hours, the same again whatever came twice', async () => {
    const hour = startMs + 20 * dayMs
    const instant = (ms: number) => new Date(hour + ms).toISOString()
    const picture = {
      ...{ samples: 60, brightness: 0.25, contrast: 0.1, sharpness: 80, saturation: 0.1, chromaBlue: 0, chromaRed: 0, dark: 0, bright: 0 },
      fingerprint: Buffer.alloc(144).toString('base64'),
    }
    for (const [seq, brightness] of [0.25, 0.75].entries()) {
      const key = { device: 'edge-1', bootId: 'boot-2', seq }
      const receivedAt = instant(seq * 60_000)
      const camera = { camera: 'cam-1', state: 'live' as const, framesPerSecond: 10, inferenceMs: 5, droppedFrames: 0 }
      const message = { ...healthMessage(key), at: receivedAt, cameras: [{ ...camera, picture: { ...picture, brightness } }] }
      await ports.healthHistory.add({ device: 'edge-1', receivedAt, message, clockSkewMs: 0 })
    }
    const wanted = { site: 'plant-1', timeZone: 'Europe/Berlin', fromMs: hour, toMs: hour + 3_600_000, isAnew: false }
    assert.equal(await observeHours(ports, wanted), 1)
    assert.equal(await observeHours(ports, wanted), 0)
    const [observed] = await ports.quality.hours({ site: 'plant-1', camera: 'cam-1', from: instant(0), to: instant(3_600_000) })
    assert.deepEqual(
      [observed?.localHour, observed?.levels.brightness, observed?.levels.motion],
      [1, { mean: 0.5, samples: 120 }, undefined],
    )
  })
})
