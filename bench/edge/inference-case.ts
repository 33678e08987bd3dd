import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openVideoEngine } from '../../edge/video/open-video-engine.ts'
import { createDetector, type Detector } from '../../shared/vision/detector.ts'
import { openSession, type Runtime } from '../../shared/vision/open-session.ts'
import { type Ceilings, cardOf, createRandom, midNet, smallNet, writeNet } from './nets.ts'

export interface InferenceCase {
  readonly net: 'small' | 'mid'
  readonly precision: 'float' | 'int8'
  /** The net alone on this thread; the product's detector while the event loop is watched; or video to JSON. */
  readonly way: 'net' | 'loop' | 'path'
  readonly runtime?: Runtime
  readonly file?: string
}

export interface InferenceResult {
  readonly perSecond: number
  /** The heat map of one fixed picture, to compare with. */
  readonly heat: number[]
  readonly loopDelayP99Ms: number
}

process.env.ORT_DISABLE_TELEMETRY = '1'
const { net, precision, way, runtime, file = '' } = JSON.parse(process.argv[2] ?? '{}') as InferenceCase
const plan = net === 'small' ? smallNet : midNet
const bytes = writeNet(plan, precision, precision === 'int8' ? await calibrate() : [])
const card = cardOf(plan, bytes)
const random = createRandom(11)
const picture = Uint8Array.from({ length: plan.side * plan.side * 3 }, () => Math.floor(random() * 256))
const repeats = net === 'small' ? 1000 : 30
const mostFrames = net === 'small' ? 1000 : 60

process.stdout.write(JSON.stringify(await measure()))

async function measure(): Promise<InferenceResult> {
  if (way === 'net') return await netAlone()
  const model = { folder: '', card, bytes, reference: { name: card.name, version: card.version, digest: card.digest } }
  const detector = await createDetector(model, runtime === undefined ? {} : { runtime })
  const result = way === 'loop' ? await watchLoop(detector) : await wholePath(detector)
  await detector.close()
  return result
}

async function netAlone(): Promise<InferenceResult> {
  const session = await openSession(card, bytes, 1, runtime)
  const heat = (await session.run(picture)).heat?.data as Float32Array
  for (let warm = 0; warm < repeats / 10; warm++) await session.run(picture)
  const startedAt = performance.now()
  for (let turn = 0; turn < repeats; turn++) await session.run(picture)
  const perSecond = (repeats * 1000) / (performance.now() - startedAt)
  return { perSecond, heat: [...heat], loopDelayP99Ms: 0 }
}

async function watchLoop(detector: Detector): Promise<InferenceResult> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const one = { data: picture, width: plan.side, height: plan.side }
  await detector.detect(one)
  delay.enable()
  for (let turn = 0; turn < 60; turn++) await detector.detect(one)
  delay.disable()
  return { perSecond: 0, heat: [], loopDelayP99Ms: delay.percentile(99) / 1e6 }
}

/** From the video file to the JSON of a message, as a camera does it, but as fast as it goes. */
async function wholePath(detector: Detector): Promise<InferenceResult> {
  const mostInFlight = 4
  const inFlight: Promise<void>[] = []
  let [frames, startedAt, characters] = [0, 0, 0]
  for await (const { rgb, width, height, ptsMs } of openVideoEngine().decodeFile(file, {
    picture: { width: plan.side, height: plan.side },
  })) {
    if (frames === mostFrames) break
    if (frames++ === 0) startedAt = performance.now()
    if (inFlight.length >= mostInFlight) await inFlight.shift()
    const told = detector.detect({ data: rgb, width, height }).then((detections) => {
      characters += JSON.stringify({ ptsMs, detections }).length
    })
    inFlight.push(told)
  }
  await Promise.all(inFlight)
  if (characters === 0) throw new Error('nothing was told')
  return { perSecond: ((frames - 1) * 1000) / (performance.now() - startedAt), heat: [], loopDelayP99Ms: 0 }
}

/** The largest outputs of each layer over a few random pictures. */
async function calibrate(): Promise<Ceilings> {
  const calibrating = writeNet(plan, 'float', [], true)
  const session = await openSession(cardOf(plan, calibrating), calibrating, 1, 'node')
  const noise = createRandom(5)
  const ceilings = plan.layers.map(() => 1e-6)
  for (let turn = 0; turn < 3; turn++) {
    const outputs = await session.run(Uint8Array.from({ length: plan.side * plan.side * 3 }, () => Math.floor(noise() * 256)))
    for (const index of plan.layers.keys()) {
      const values = outputs[`layer${index}`]?.data as Float32Array
      ceilings[index] = values.reduce((most, value) => Math.max(most, value), ceilings[index] as number)
    }
  }
  await session.release()
  return ceilings
}
