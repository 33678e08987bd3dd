import type { z } from 'zod'
import type { Fault } from '../../shared/domain/faults.ts'
import type { Id } from '../../shared/domain/ids.ts'
import type { CameraHealth } from '../../shared/domain/messages.ts'
import type { PictureWatch } from './picture-watch.ts'
import { createRateMeter } from './rate-meter.ts'

export interface CameraHealthRecord {
  analysed(atMs: number, nowMs: number, inferenceMs: number): void
  dropped(): void
  lost(fault: Fault): void
  /** One picture could not be judged; the camera itself is well. */
  failed(error: unknown): undefined
  /** What the disk said when it did not take a recording; undefined = it took one. */
  recorded(trouble: unknown): void
  read(nowMs: number, monitor: ReturnType<PictureWatch['monitor']>): z.infer<typeof CameraHealth>
}

const maxProblemCharacters = 500
/** Share of the newest value in the running mean. */
const smoothing = 0.1

export function createCameraHealth(camera: Id, isEnabled: boolean): CameraHealthRecord {
  const meter = createRateMeter()
  let state: z.infer<typeof CameraHealth>['state'] = isEnabled ? 'starting' : 'disabled'
  let problem: string | undefined
  let diskTrouble: string | undefined
  let inferenceMs: number | undefined
  let lastFrameAtMs: number | undefined
  let droppedFrames = 0

  return {
    analysed: (atMs, nowMs, tookMs) => {
      meter.note(nowMs)
      lastFrameAtMs = atMs
      inferenceMs = inferenceMs === undefined ? tookMs : inferenceMs + smoothing * (tookMs - inferenceMs)
      state = 'live'
      problem = undefined
    },
    dropped: () => {
      droppedFrames++
    },
    lost: (fault) => {
      state = 'lost'
      problem = fault.message.slice(0, maxProblemCharacters)
    },
    failed: (error) => {
      problem = textOf(error)
      return undefined
    },
    recorded: (trouble) => {
      diskTrouble = trouble === undefined ? undefined : `A recording was lost: ${textOf(trouble)}`
    },
    read: (nowMs, monitor) => ({
      camera,
      state,
      framesPerSecond: Math.round(meter.rate(nowMs) * 10) / 10,
      inferenceMs: inferenceMs ?? 0,
      droppedFrames,
      isLearning: monitor.isLearning,
      troubles: monitor.open().map(({ kind, startedAtMs }) => ({ kind, since: new Date(startedAtMs).toISOString() })),
      ...(lastFrameAtMs === undefined ? {} : { lastFrameAt: new Date(lastFrameAtMs).toISOString() }),
      ...((problem ?? diskTrouble) === undefined ? {} : { problem: problem ?? diskTrouble }),
    }),
  }
}

function textOf(error: unknown): string {
  return String(error instanceof Error ? error.message : error).slice(0, maxProblemCharacters - 30)
}
