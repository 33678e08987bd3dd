import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import sharp from 'sharp'
import { type CameraOptions, startCamera } from '../../../edge/camera/start-camera.ts'
import { openVideoEngine } from '../../../edge/video/open-video-engine.ts'
import { systemClock } from '../../../shared/domain/clock.ts'
import { CameraSettings } from '../../../shared/domain/edge-settings.ts'
import { incidentId } from '../../../shared/domain/ids.ts'
import { CameraHealth, Frame } from '../../../shared/domain/messages.ts'
import { Rule } from '../../../shared/domain/rule.ts'
import { createDetector, type Detector } from '../../../shared/vision/detector.ts'
import { loadModel } from '../../../shared/vision/load-model.ts'
import { childrenOf, noChildrenLeft } from '../support/children.ts'
import { writeColourModel } from '../support/colour-model.ts'
import { createEventLog } from '../support/event-log.ts'
import { makeVideo, type VideoPlan } from '../support/make-video.ts'
import { colours } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// A red square comes in at 0.4 s, crosses the picture and is gone at 1.8 s; then nothing until the film begins again at 3 s.
const plan: VideoPlan = {
  ...{ width: 384, height: 224, framesPerSecond: 25, frames: 75, groupSize: 25 },
  squares: [{ left: 30, top: 96, side: 32, colour: colours.red, stepX: 4, from: 10, to: 45 }],
}
const reach = Rule.parse({
  ...{ camera: 'gate', label: 'red', severity: 'critical', confidence: 0.6, alarm: true },
  ...{ dwellSeconds: 0.4, releaseSeconds: 0.6, cooldownSeconds: 0 },
})
let file = ''
let detector: Detector

before(async (t) => {
  const folder = temporaryFolder(t as { after(fn: () => void): void })
  file = join(folder, 'gate.mp4')
  makeVideo(file, plan)
  writeColourModel(folder)
  detector = await createDetector(await loadModel(folder))
})
after(() => detector.close())

function start(t: TestContext, part: Partial<CameraOptions> & { recording?: string } = {}) {
  const log = createEventLog()
  const { recording = 'incidents', ...others } = part
  const options: CameraOptions = {
    ...{ device: 'press', camera: 'gate', detector, engine: openVideoEngine(), events: log, clock: systemClock },
    settings: CameraSettings.parse({ source: 'file:gate.mp4', framesPerSecond: 10, recording }),
    rules: { reach },
    folder: others.folder ?? temporaryFolder(t),
    recorder: { segmentSeconds: 2, preRollSeconds: 0.5, postRollSeconds: 0.5 },
    resolveSource: () => file,
    ...others,
  }
  const pipeline = startCamera(options)
  t.after(() => pipeline.close())
  return { log, pipeline, folder: options.folder }
}

test('one reach is one incident: opened with a still and an alarm, closed with its recordings', async (t) => {
  const { log, pipeline } = start(t)
  await log.until(() => log.incidents.some(({ phase }) => phase === 'closed'))
  await pipeline.close()
  const [opened, closed] = log.incidents
  assert.deepEqual(
    log.incidents.slice(0, 2).map(({ phase }) => phase),
    ['opened', 'closed'],
  )
  assert.equal(opened!.incident, incidentId('press', 'gate', 'reach', opened!.startedAt))
  assert.deepEqual([closed!.incident, log.alarms[0]!.incident], [opened!.incident, opened!.incident])
  assert.deepEqual(
    [opened!.rule, opened!.label, opened!.severity, opened!.alarm, opened!.endedAt],
    ['reach', 'red', 'critical', true, undefined],
  )
  const seenMs = Date.parse(closed!.endedAt!) - Date.parse(closed!.startedAt)
  assert(seenMs >= 800 && seenMs <= 1500, `${seenMs} ms of the 1400 that it is in the picture`)

  const shown = log.segments.filter(({ hasIncident }) => hasIncident).map(({ recording }) => recording)
  assert(closed!.recordings.length > 0)
  for (const recording of closed!.recordings) assert(shown.includes(recording), 'a recording of the incident was never handed over')
  const [first, last] = [log.segments[0]!, log.segments.at(-1)!]
  assert(first.startedAt <= closed!.startedAt && last.endedAt >= closed!.endedAt!)
})

test('the still is the large picture at the surest moment, with the box drawn', async (t) => {
  const { log } = start(t, { recording: 'off' })
  await log.until(() => log.incidents.length > 0)
  const { snapshotFile } = log.incidents[0]!
  const { data, info } = await sharp(readFileSync(snapshotFile!)).raw().toBuffer({ resolveWithObject: true })
  assert.deepEqual([info.width, info.height], [384, 224])
  const { box } = log.incidents[0]!.peak.detection
  const at = (x: number, y: number) => [
    ...data.subarray((Math.round(y) * 384 + Math.round(x)) * 3, (Math.round(y) * 384 + Math.round(x)) * 3 + 3),
  ]
  const [red, , blue] = at((box.left + box.width / 2) * 384, (box.top + box.height / 2) * 224)
  assert(red! > 200 && blue! < 60, 'the square is not in the middle of its box')
  const [edgeRed, edgeGreen] = at((box.left + box.width / 2) * 384, box.top * 224 + 1)
  assert(edgeRed! > 200 && edgeGreen! < 90, 'there is no box')
})

/** The thing moves less than its own width in this many milliseconds. */
const nearMs = 250

test('every analysed frame is told, with things that keep their number', async (t) => {
  const { log } = start(t, { recording: 'continuous' })
  // A busy machine leaves frames out, and after a long gap a thing is a new one: neighbours in time are held against each other.
  const neighbours = () => {
    const seen = log.frames.filter(({ detections }) => detections.length > 0)
    return seen.slice(1).flatMap((frame, index) => (frame.ptsMs - seen[index]!.ptsMs <= nearMs ? [[seen[index]!, frame] as const] : []))
  }
  await log.until(() => neighbours().length >= 5)
  for (const { camera, model, ...frame } of log.frames) {
    assert.deepEqual([camera, model], ['gate', detector.model])
    Frame.parse(frame)
    assert.deepEqual([frame.width, frame.height], [384, 224])
  }
  const times = log.frames.map(({ at }) => at)
  assert.deepEqual(times, [...times].sort())
  const tracks = ({ detections }: (typeof log.frames)[number]) => detections.map(({ track }) => track)
  for (const [before, after] of neighbours()) assert.deepEqual(tracks(after), tracks(before))
})

test('in continuous mode frames point into the recordings that are handed over', async (t) => {
  const { log, pipeline } = start(t, { recording: 'continuous' })
  await log.until(() => log.frames.length >= 30)
  await pipeline.close()
  for (const { recording, ptsMs, at } of log.frames) {
    const segment = log.segments.find((other) => other.recording === recording)
    assert(segment !== undefined, `recording ${recording} was never handed over`)
    const expected = Date.parse(segment.startedAt) + ptsMs
    assert(Math.abs(expected - Date.parse(at)) < 500, `${at} is not ${ptsMs} ms after ${segment.startedAt}`)
  }
})

test('without recording nothing is kept, and a close names no recordings', async (t) => {
  const { log, pipeline } = start(t, { recording: 'off' })
  await log.until(() => log.incidents.some(({ phase }) => phase === 'closed'))
  await pipeline.close()
  assert.deepEqual([log.segments, log.incidents.flatMap(({ recordings }) => recordings)], [[], []])
  assert(log.frames.every(({ recording }) => recording === undefined))
})

test('closing while a thing is in view closes its incident and hands over its recording', async (t) => {
  const { log, pipeline } = start(t)
  await log.until(() => log.alarms.length > 0)
  await pipeline.close()
  assert.deepEqual(
    log.incidents.map(({ phase }) => phase),
    ['opened', 'closed'],
  )
  assert.deepEqual(
    log.segments.map(({ recording }) => recording),
    log.incidents[1]!.recordings,
  )
  assert.deepEqual(childrenOf(process.pid), [])
})

test('health says what the camera does', async (t) => {
  const { log, pipeline } = start(t)
  assert.equal(pipeline.health().state, 'starting')
  assert.equal(await pipeline.snapshot(), undefined)
  await log.until(() => log.frames.length >= 10)
  const health = CameraHealth.parse(pipeline.health())
  assert.deepEqual([health.camera, health.state, health.problem], ['gate', 'live', undefined])
  assert(health.framesPerSecond > 0 && health.inferenceMs > 0, JSON.stringify(health))
  const { format, width } = await sharp((await pipeline.snapshot())?.jpeg).metadata()
  assert.deepEqual([format, width], ['jpeg', 384])
  const small = await pipeline.snapshot({ maxWidth: 16, isMarked: false })
  const shape = await sharp(small?.jpeg).metadata()
  assert.equal(shape.height, Math.round((shape.width * 224) / 384))
})

test('a camera that is away is lost, and comes back by itself', async (t) => {
  let source = join(temporaryFolder(t), 'not-there.mp4')
  const { log, pipeline } = start(t, { resolveSource: () => source })
  await untilState(pipeline, 'lost')
  assert.match(pipeline.health().problem ?? '', /No such file/)
  source = file
  await log.until(() => log.frames.length > 0)
  assert.deepEqual([pipeline.health().state, pipeline.health().problem], ['live', undefined])
})

test('a secret that cannot be had makes the camera lost, not the module', async (t) => {
  const { pipeline } = start(t, { resolveSource: () => Promise.reject(new Error('no secret named gate')) })
  await untilState(pipeline, 'lost')
  assert.match(pipeline.health().problem ?? '', /no secret named gate/)
})

test('a camera that is switched off starts no decoder', async (t) => {
  const { pipeline } = start(t, { settings: CameraSettings.parse({ source: 'file:gate.mp4', enabled: false }) })
  assert.equal(pipeline.health().state, 'disabled')
  assert.deepEqual(childrenOf(process.pid), [])
})

test('an incident that was open when the power went goes on after the restart under its id', async (t) => {
  const folder = temporaryFolder(t)
  const first = start(t, { folder })
  await first.log.until(() => first.log.incidents.length > 0)
  const state = readFileSync(join(folder, 'incidents.json'))
  await first.pipeline.close()
  writeFileSync(join(folder, 'incidents.json'), state)

  const second = start(t, { folder })
  const { incident } = first.log.incidents[0]!
  const itsPhases = () => second.log.incidents.filter((event) => event.incident === incident).map(({ phase }) => phase)
  await second.log.until(() => itsPhases().includes('closed'))
  assert.deepEqual(itsPhases(), ['opened', 'closed'])
})

test('where the model is gone after a restart, what was open is closed in its name, and the camera records on', async (t) => {
  const folder = temporaryFolder(t)
  const first = start(t, { folder })
  await first.log.until(() => first.log.incidents.length > 0)
  const state = readFileSync(join(folder, 'incidents.json'))
  await first.pipeline.close()
  writeFileSync(join(folder, 'incidents.json'), state)

  const none = { card: undefined, model: undefined, infer: () => Promise.reject(new Error('asked without a model')) }
  const { log, pipeline } = start(t, { folder, detector: none, recording: 'continuous' })
  await log.until(() => log.segments.length > 0)
  const { incident } = first.log.incidents[0]!
  assert.deepEqual(
    log.incidents.map((event) => [event.incident, event.phase, event.model.name]),
    [
      [incident, 'opened', 'test-model'],
      [incident, 'closed', 'test-model'],
    ],
  )
  assert.deepEqual([log.frames, pipeline.health().state, pipeline.health().problem], [[], 'live', undefined])
  assert.equal((await sharp((await pipeline.snapshot())?.jpeg).metadata()).width, 384)
})

test('a model that is slower than the camera sees the newest picture, and the others are counted', async (t) => {
  const slow: Detector = {
    ...detector,
    infer: async (picture) => {
      const inference = await detector.infer(picture)
      await new Promise((resolve) => setTimeout(resolve, 350))
      return inference
    },
  }
  const { log, pipeline } = start(t, { detector: slow })
  await log.until(() => log.frames.length >= 5)
  assert(pipeline.health().droppedFrames >= 5, `${pipeline.health().droppedFrames} dropped`)
  const steps = log.frames.slice(1).map(({ at }, index) => Date.parse(at) - Date.parse(log.frames[index]!.at))
  for (const step of steps.slice(1)) assert(step >= 200, `pictures are ${steps} ms apart`)
})

test('a decoder that dies is started again', async (t) => {
  const { log, pipeline } = start(t)
  await log.until(() => log.frames.length > 0)
  for (const pid of childrenOf(process.pid)) process.kill(pid, 'SIGKILL')
  await untilState(pipeline, 'lost')
  const before = log.frames.length
  await log.until(() => log.frames.length > before)
  await pipeline.close()
  await noChildrenLeft(process.pid)
})

async function untilState(pipeline: { health(): { state: string } }, state: string): Promise<void> {
  while (pipeline.health().state !== state) await new Promise((resolve) => setImmediate(resolve))
}
