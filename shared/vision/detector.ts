import { Worker } from 'node:worker_threads'
import type { Detection } from '../domain/detection.ts'
import { Fault } from '../domain/faults.ts'
import type { ModelReference } from '../domain/messages.ts'
import type { ModelCard } from '../domain/model-card.ts'
import type { Thresholds } from './head-reader.ts'
import type { FromWorker, ToWorker, WorkerStart } from './inference-messages.ts'
import type { LoadedModel } from './load-model.ts'
import type { Runtime } from './open-session.ts'

export interface DetectorOptions {
  /** Threads of one inference; 1 unless told: with a busy neighbour more of them are slower, as they spin. */
  readonly threads?: number
  /** Native where it loads, WebAssembly elsewhere, unless told. */
  readonly runtime?: Runtime
  /** Least confidence by label; the card's hold for the rest. */
  readonly thresholds?: Thresholds
}

/** RGB, three bytes a pixel, rows from top to bottom without padding. */
export interface Picture {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

export interface Inference {
  /** Surest first; boxes are fractions of the picture that was given. */
  readonly detections: Detection[]
  /** The net alone, without waiting, resizing and decoding of its output. */
  readonly inferenceMs: number
}

export interface Detector {
  readonly card: ModelCard
  readonly model: ModelReference
  readonly runtime: Runtime
  /** Any size is taken; pictures of the model's own size cost least. Several may wait; they are answered in turn. */
  detect(picture: Picture): Promise<Detection[]>
  /** @param threshold least confidence for this picture, 0 to 1, whatever the label; without it the detector's own hold */
  infer(picture: Picture, threshold?: number): Promise<Inference>
  /** Ends the thread; what still waits is rejected. */
  close(): Promise<void>
}

interface Waiting {
  readonly resolve: (inference: Inference) => void
  readonly reject: (error: Error) => void
}

// ONNX Runtime writes files and posts usage data from version 1.29 on unless it is told not to before it loads. A worker's
// environment is a copy that native code does not see, so this is said here.
process.env.ORT_DISABLE_TELEMETRY = '1'

const closeMs = 2000

// In the build the worker is a .js file like this one.
const workerFile = new URL(`./inference-worker${import.meta.url.slice(-3)}`, import.meta.url)

/** Starts the inference thread. Faults with `model-invalid` where the model does not do what its card says. */
export async function createDetector(model: LoadedModel, options: DetectorOptions = {}): Promise<Detector> {
  const { threads = 1, thresholds = {} } = options
  const start: WorkerStart = { card: model.card, bytes: model.bytes, threads, thresholds, runtime: options.runtime }
  const worker = new Worker(workerFile, { workerData: start, name: 'inference' })
  const waiting = new Map<number, Waiting>()
  let nextId = 0
  let end: Error | undefined
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const runtime = await whenReady(worker)

  const rejectAll = (error: Error) => {
    end ??= error
    for (const { reject } of waiting.values()) reject(end)
    waiting.clear()
  }
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'ready' || message.id === undefined) return
    const caller = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.kind === 'failed') caller?.reject(new Fault(message.code, message.detail))
    else caller?.resolve({ detections: [...message.detections], inferenceMs: message.inferenceMs })
  })
  worker.on('error', (cause) => rejectAll(new Fault('inference-failed', 'The inference thread broke.', { cause })))
  worker.on('exit', () => rejectAll(new Fault('inference-failed', 'The detector is closed.')))

  const infer = ({ data, width, height }: Picture, threshold?: number) =>
    new Promise<Inference>((resolve, reject) => {
      if (end !== undefined) return reject(end)
      if (data.length !== width * height * 3) {
        return reject(
          new Fault('input-invalid', `A picture of ${width} × ${height} has ${width * height * 3} bytes of RGB, not ${data.length}.`),
        )
      }
      // A copy goes to the thread, so that the caller's picture stays whole; the copy itself is handed over, not cloned.
      const rgb = new Uint8Array(data)
      waiting.set(nextId, { resolve, reject })
      send(worker, { kind: 'picture', id: nextId++, rgb, width, height, threshold }, [rgb.buffer])
    })
  return {
    card: model.card,
    model: model.reference,
    runtime,
    infer,
    detect: async (picture) => (await infer(picture)).detections,
    close: async () => {
      rejectAll(new Fault('inference-failed', 'The detector is closed.'))
      send(worker, { kind: 'close' })
      // A thread that hangs in the model never reads the message.
      const impatience = setTimeout(() => void worker.terminate(), closeMs)
      await exited
      clearTimeout(impatience)
    },
  }
}

function send(worker: Worker, message: ToWorker, transfer: ArrayBuffer[] = []): void {
  worker.postMessage(message, transfer)
}

function whenReady(worker: Worker): Promise<Runtime> {
  return new Promise((resolve, reject) => {
    worker.once('message', (message: FromWorker) => {
      if (message.kind === 'ready') resolve(message.runtime)
      else if (message.kind === 'failed') reject(new Fault(message.code, message.detail))
    })
    worker.once('error', (cause) => reject(new Fault('inference-failed', 'The inference thread broke.', { cause })))
  })
}
