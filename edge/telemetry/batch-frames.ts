import type { Id } from '../../shared/domain/ids.ts'
import { maxMessageBytes } from '../../shared/domain/messages.ts'
import type { FrameEvent } from '../camera-events.ts'

/** Frames of one camera and one model, small enough for one message. */
export interface FrameBatch {
  readonly camera: Id
  readonly model: FrameEvent['model']
  readonly frames: readonly unknown[]
}

export interface BatchLimits {
  readonly batchFrames: number
  readonly batchSeconds: number
}

export interface FrameBatcher {
  add(event: FrameEvent): void
  setLimits(limits: BatchLimits): void
  flush(): void
  close(): void
}

interface OpenBatch extends FrameBatch {
  readonly frames: unknown[]
  readonly timer: NodeJS.Timeout
  bytes: number
}

// Key, camera and model stand beside the frames.
const frameBytesLimit = maxMessageBytes - 2048

/** Puts a camera's frames together until there are enough of them, or they are old enough, or one more would not fit. */
export function createFrameBatcher(onBatch: (batch: FrameBatch) => void): FrameBatcher {
  const open = new Map<Id, OpenBatch>()
  let limits: BatchLimits = { batchFrames: 50, batchSeconds: 2 }

  function flush(camera: Id): void {
    const batch = open.get(camera)
    if (batch === undefined) return
    clearTimeout(batch.timer)
    open.delete(camera)
    onBatch({ camera, model: batch.model, frames: batch.frames })
  }

  function begin({ camera, model }: FrameEvent): OpenBatch {
    const timer = setTimeout(() => flush(camera), limits.batchSeconds * 1000)
    const batch: OpenBatch = { camera, model, frames: [], bytes: 0, timer }
    open.set(camera, batch)
    return batch
  }

  return {
    add(event) {
      const frame = toFrame(event)
      const bytes = Buffer.byteLength(JSON.stringify(frame)) + 1
      const current = open.get(event.camera)
      if (current && (current.model.digest !== event.model.digest || current.bytes + bytes > frameBytesLimit)) flush(event.camera)
      const batch = open.get(event.camera) ?? begin(event)
      batch.frames.push(frame)
      batch.bytes += bytes
      if (batch.frames.length >= limits.batchFrames) flush(event.camera)
    },
    setLimits(next) {
      limits = next
    },
    flush() {
      for (const camera of [...open.keys()]) flush(camera)
    },
    close() {
      for (const batch of open.values()) clearTimeout(batch.timer)
      open.clear()
    },
  }
}

/** The frame as the message has it. Detections come surest first; of a frame that would fill a message alone the least sure go. */
function toFrame({ at, recording, ptsMs, width, height, inferenceMs, detections }: FrameEvent): unknown {
  const kept = detections.slice(0, 300)
  while (kept.length > 0 && Buffer.byteLength(JSON.stringify(kept)) > frameBytesLimit - 1024) kept.length = Math.floor(kept.length * 0.8)
  return { at, recording, ptsMs, width, height, inferenceMs: round(inferenceMs, 2), detections: kept.map(shorten) }
}

// A hundred-thousandth of a picture is less than a tenth of a pixel, and the message gets a third shorter.
function shorten({ confidence, box, ...rest }: FrameEvent['detections'][number]) {
  const { left, top, width, height } = box
  return {
    ...rest,
    confidence: round(confidence, 4),
    box: { left: round(left, 5), top: round(top, 5), width: round(width, 5), height: round(height, 5) },
  }
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits
}
