import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Detection } from '../domain/detection.ts'
import { Fault } from '../domain/faults.ts'
import type { ModelCard } from '../domain/model-card.ts'
import type { Intake } from '../ports/learning.ts'
import { spawnLimited, watchProcess } from '../video/limited-process.ts'
import { createRecordReader, type Record, recordStart } from '../video/records.ts'
import type { FromModel, ToModel } from './model-messages.ts'

export interface Seen {
  /** Surest first, down to a confidence of 0.05. */
  readonly detections: Detection[]
  /** The net alone. */
  readonly inferenceMs: number
}

/** A model at work in a process of its own. */
export interface OpenModel {
  readonly card: ModelCard
  /** Of a JPEG of any size. Several may wait; they are answered in turn. @throws Fault `model-invalid`, `input-invalid` */
  see(jpeg: Uint8Array): Promise<Seen>
  close(): Promise<void>
}

export interface OpenOptions {
  /** Longest time until the model is open. Default: 60 s. */
  readonly timeoutMs?: number
  /** Runs it on more test patterns. */
  readonly isCheck?: boolean
}

// In the build the process is a .js file like this one.
const processFile = fileURLToPath(new URL(`./model-process${import.meta.url.slice(-3)}`, import.meta.url))
const maxHeapMegabytes = 192
/** Node with both libraries takes 1.5 GB of addresses, nearly all of them without memory behind them; the same again is for the model. */
const addressSpaceBytes = 3 * 1024 ** 3
const rssBytes = 1.5e9
const lifeCpuSeconds = 6 * 3600
const pictureMs = 30_000
const checkMs = 14_000

/**
 * Whether a model of whoever made it can be used: its files are whole and of a bearable size, its operators are allowed, it
 * loads, and it gives what its card says on test patterns, within limits of time and memory. Never throws for what a file
 * can hold.
 *
 * @throws Fault `inference-failed` where no model could run
 */
export async function checkModel(folder: string, { timeoutMs = checkMs }: { timeoutMs?: number } = {}): Promise<Intake> {
  try {
    const model = await openModel(folder, { timeoutMs, isCheck: true })
    await model.close()
    return { outcome: 'fit', reason: undefined, card: model.card }
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'model-invalid')) throw error
    // Where it lay here says nothing to the person who made it.
    return { outcome: 'refused', reason: (error.detail ?? error.message).replaceAll(`${folder}/`, ''), card: undefined }
  }
}

/** What a model sees in some pictures (JPEG), in their order. @throws Fault `model-invalid`, `input-invalid` */
export async function runModel(folder: string, pictures: readonly Uint8Array[], options: OpenOptions = {}): Promise<Detection[][]> {
  const model = await openModel(folder, options)
  try {
    const seen = await Promise.all(pictures.map((picture) => model.see(picture)))
    return seen.map(({ detections }) => detections)
  } finally {
    await model.close()
  }
}

interface Waiting {
  readonly resolve: (record: Record<FromModel>) => void
  readonly reject: (fault: Fault) => void
}

/** Starts the process and opens the model in it. @throws Fault `model-invalid` */
export async function openModel(folder: string, { timeoutMs = 60_000, isCheck = false }: OpenOptions = {}): Promise<OpenModel> {
  const child = spawnLimited(process.execPath, [`--max-old-space-size=${maxHeapMegabytes}`, '--no-warnings', processFile], {
    cpuSeconds: lifeCpuSeconds,
    addressSpaceBytes,
  })
  const closed = once(child, 'close').catch(() => {})
  const waiting: Waiting[] = []
  let end: Fault | undefined
  let heardAt = performance.now()
  let patienceMs = timeoutMs
  const isStalled = () => waiting.length > 0 && performance.now() - heardAt > patienceMs
  const watch = watchProcess(
    child,
    { rssBytes, cpuSeconds: lifeCpuSeconds, isStalled },
    { doing: 'Running it', who: `Within ${timeoutMs} ms the model` },
  )

  const finish = (fault: Fault) => {
    end ??= fault
    watch.stop()
    for (const { reject } of waiting.splice(0)) reject(end)
  }
  const read = createRecordReader<FromModel>((record) => {
    heardAt = performance.now()
    if (record.head.kind === 'failed') finish(new Fault(record.head.code, record.head.detail))
    else waiting.shift()?.resolve(record)
  })
  child.stdout?.on('data', (chunk: Buffer) => {
    try {
      read(chunk)
    } catch {
      child.kill('SIGKILL')
    }
  })
  child.stderr?.resume()
  child.stdin?.on('error', () => {})
  child.on('error', (cause) => finish(new Fault('inference-failed', 'The process of the model does not start.', { cause })))
  child.on('close', (code, signal) => {
    if (watch.reason !== undefined) finish(new Fault('model-invalid', watch.reason))
    // Somebody else's kill says nothing about the model.
    else if (signal === 'SIGKILL') finish(new Fault('inference-failed', 'The process of the model was killed.'))
    else finish(new Fault('model-invalid', `Its process broke down (${signal ?? `code ${code}`}).`))
  })

  const ask = (head: ToModel, bytes: Uint8Array = new Uint8Array()) =>
    new Promise<Record<FromModel>>((resolve, reject) => {
      if (end !== undefined) return reject(end)
      if (waiting.length === 0) heardAt = performance.now()
      waiting.push({ resolve, reject })
      child.stdin?.write(recordStart(head, bytes.length))
      child.stdin?.write(bytes)
    })
  const close = async () => {
    finish(new Fault('inference-failed', 'The model is closed.'))
    child.kill('SIGKILL')
    await closed
  }
  try {
    const { head, bytes } = await ask({ kind: 'open', folder, isCheck })

    if (head.kind !== 'opened') throw new Fault('model-invalid', 'Its process answered out of turn.')
    patienceMs = pictureMs
    const card = JSON.parse(Buffer.from(bytes).toString('utf8')) as ModelCard
    return { card, see: async (jpeg) => toSeen(await ask({ kind: 'picture' }, jpeg)), close }
  } catch (error) {
    await close()
    throw error
  }
}

function toSeen({ head, bytes }: Record<FromModel>): Seen {
  if (head.kind !== 'seen') throw new Fault('model-invalid', 'Its process answered out of turn.')
  return { detections: JSON.parse(Buffer.from(bytes).toString('utf8')) as Detection[], inferenceMs: head.inferenceMs }
}
