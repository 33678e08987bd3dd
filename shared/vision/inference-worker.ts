import { parentPort, workerData } from 'node:worker_threads'
import sharp from 'sharp'
import { Fault } from '../domain/faults.ts'
import { type Placement, placePicture } from './fit.ts'
import { readHead } from './head-reader.ts'
import type { FromWorker, ToWorker, WorkerStart } from './inference-messages.ts'
import { messageOf, openSession, type Session } from './open-session.ts'
import { createPackInput } from './pack-input.ts'

// A net of 10 ms on the main thread would hold up every camera, timer and socket of the module for 10 ms each time.
const start = workerData as WorkerStart
const port = parentPort
if (port === null) throw new Error('This file is started as a worker thread by createDetector.')
const post = (message: FromWorker) => port.postMessage(message)

try {
  const session = await openSession(start.card, start.bytes, start.threads, start.runtime)
  const detect = createDetect(session)
  // The first run shows whether shapes and head fit the card, and makes the runtime plan its memory.
  await detect(new Uint8Array(start.card.input.width * start.card.input.height * 3), start.card.input.width, start.card.input.height)
  serve(session, detect)
  post({ kind: 'ready', runtime: session.runtime })
} catch (error) {
  post(failure(undefined, error))
  port.close()
}

function createDetect(session: Session) {
  const { card, thresholds } = start
  const pack = createPackInput(card.input)
  return async (rgb: Uint8Array, width: number, height: number, threshold?: number) => {
    const placement = placePicture(card.input, width, height)
    const fitted = await resize(rgb, width, height, placement)
    const begunAt = performance.now()
    const outputs = await session.run(pack(fitted, placement))
    const inferenceMs = performance.now() - begunAt
    const chosen = threshold === undefined ? thresholds : Object.fromEntries(card.labels.map((label) => [label, threshold]))
    return { detections: readHead(card, chosen, outputs, placement), inferenceMs }
  }
}

/** Frames of a camera come in the right size already; this is for pictures from elsewhere. */
async function resize(rgb: Uint8Array, width: number, height: number, to: Placement): Promise<Uint8Array> {
  if (width === to.width && height === to.height) return rgb
  const resized = sharp(rgb, { raw: { width, height, channels: 3 } }).resize(to.width, to.height, { fit: 'fill', kernel: 'linear' })
  return await resized.raw().toBuffer()
}

function serve(session: Session, detect: ReturnType<typeof createDetect>): void {
  // One after the other: the tensor's memory is used again for every picture.
  let last: Promise<unknown> = Promise.resolve()
  port?.on('message', (message: ToWorker) => {
    last = last.then(() => answer(message))
  })

  async function answer(message: ToWorker): Promise<void> {
    if (message.kind === 'close') {
      await session.release()
      port?.close()
      return
    }
    try {
      post({ kind: 'detections', id: message.id, ...(await detect(message.rgb, message.width, message.height, message.threshold)) })
    } catch (error) {
      post(failure(message.id, error))
    }
  }
}

function failure(id: number | undefined, error: unknown): FromWorker {
  if (error instanceof Fault) return { kind: 'failed', id, code: error.code, detail: error.detail ?? '' }
  return { kind: 'failed', id, code: 'inference-failed', detail: messageOf(error) }
}
