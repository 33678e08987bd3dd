// The camera of the simulated line, a process of its own: draws, encodes and serves `rtsp://127.0.0.1:PORT/line`.
// It prints one line of JSON when it is ready and ends when its standard input does, so it never outlives its starter.
import { parseArgs } from 'node:util'
import { systemClock } from '../../shared/domain/clock.ts'
import type { Disturbances } from './disturbances.ts'
import { defaultEncoderEngine, type EncoderEngine, startEncoder } from './encoder.ts'
import { readDisturbances } from './live-disturbances.ts'
import { createPacer } from './pacer.ts'
import { startRtspServer } from './rtsp-server.ts'
import { createLine } from './scene.ts'
import { rgbToYuv420 } from './yuv.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    port: { type: 'string', default: '0' },
    'frames-per-second': { type: 'string', default: '15' },
    engine: { type: 'string', default: defaultEncoderEngine() },
    /** How much the camera's own clock is ahead, in seconds. */
    'clock-ahead': { type: 'string', default: '0' },
  },
})
const seed = Number(values.seed)
const framesPerSecond = Number(values['frames-per-second'])
const keyFrameFrames = Math.round(framesPerSecond)

process.stdin.on('data', () => {})
process.stdin.once('end', () => stop(0))
process.once('SIGTERM', () => stop(0))
// Ctrl-C in a terminal reaches every process of the group; the one that started us decides.
process.on('SIGINT', () => {})

const startedAtMs = systemClock().getTime()
const clockAheadMs = Number(values['clock-ahead']) * 1000
let disturbances: Disturbances = {}
const server = await startRtspServer({
  ...{ port: Number(values.port), path: '/line' },
  disturb: (body) => {
    const read = readDisturbances(body, (systemClock().getTime() - startedAtMs) / 1000)
    if (typeof read === 'string') return read
    disturbances = read
    return undefined
  },
})
const line = await createLine({ seed, clockStartMs: startedAtMs })
const { width, height } = line
const inEncoder: number[] = []
const encoder = startEncoder(
  { width, height, framesPerSecond, keyFrameFrames, kilobitsPerSecond: 700 },
  {
    onAccessUnit: (unit) => {
      const seconds = inEncoder.shift()! / framesPerSecond
      server.send({ ...unit, seconds, wallClockMs: startedAtMs + clockAheadMs + seconds * 1000 })
      announce()
    },
    onFailure: (error) => {
      console.error(error.message)
      stop(1)
    },
  },
  values.engine as EncoderEngine,
)
const pacer = createPacer(framesPerSecond, (frame) => {
  if (!encoder.hasRoom) return
  inEncoder.push(frame)
  encoder.write(rgbToYuv420(line.draw(frame / framesPerSecond, disturbances).rgb, width, height))
})

let isAnnounced = false
function announce(): void {
  if (isAnnounced) return
  isAnnounced = true
  console.log(JSON.stringify({ ready: true, url: server.url, seed, framesPerSecond, startedAt: new Date(startedAtMs).toISOString() }))
}

let isStopping = false
async function stop(code: number): Promise<void> {
  if (isStopping) return
  isStopping = true
  process.exitCode = code
  pacer.stop()
  await Promise.all([encoder.close(), server.close()])
  process.stdin.destroy()
}
