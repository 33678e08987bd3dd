import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Fault } from '../domain/faults.ts'
import type { SplitFrame } from '../ports/night.ts'
import { createFrameLine } from './frame-line.ts'
import { inTurn } from './in-turn.ts'
import { readUse, spawnLimited, watchProcess } from './limited-process.ts'
import { createRecordReader, type Record } from './records.ts'
import type { Budget, EngineEnd, SplitEngine } from './split-engine.ts'
import type { SplitHead, SplitTask } from './split-messages.ts'

// In the build the process is a .js file like this one.
const processFile = fileURLToPath(new URL(`./split-process${import.meta.url.slice(-3)}`, import.meta.url))
// V8 keeps most of it without using it: less would leave too little for large pictures.
const addressSpaceBytes = 8 * 1024 ** 3
const maxHeapMegabytes = 192
const lifeCpuSeconds = 900
const lifeTasks = 50
/** Each may leave a trace in the process. */
const lifeDamagedFiles = 20
/** Each keeps a core busy. */
const atOnce = availableParallelism()

interface Worker {
  readonly child: ChildProcess
  tasks: number
  damagedFiles: number
  /** What the task under way does with records. */
  onRecord: (record: Record<SplitHead>) => void
}

/**
 * FFmpeg by the npm package `node-av`, in processes that stay warm from file to file: starting one takes longer than
 * decoding a short recording. A crash fails the file that caused it and no other: a process that had served files before
 * may have been damaged by one of them, so its last file is tried again in a fresh one.
 */
export function createNodeAvSplitter(): SplitEngine {
  const idle: Worker[] = []
  const all = new Set<ChildProcess>()

  async function takeWorker(budget: Budget): Promise<Worker> {
    const known = idle.pop()
    if (known === undefined) return startWorker(budget)
    const use = known.child.pid === undefined ? undefined : await readUse(known.child.pid)
    const isFit =
      known.child.exitCode === null && known.child.signalCode === null && (use?.cpuSeconds ?? 0) + budget.cpuSeconds < lifeCpuSeconds
    if (isFit) return hold(known)
    known.child.kill('SIGKILL')
    return takeWorker(budget)
  }

  function startWorker(budget: Budget): Worker {
    const limits = { cpuSeconds: lifeCpuSeconds + budget.cpuSeconds, addressSpaceBytes }
    const child = spawnLimited(process.execPath, [`--max-old-space-size=${maxHeapMegabytes}`, '--no-warnings', processFile], limits)
    const worker: Worker = { child, tasks: 0, damagedFiles: 0, onRecord: () => {} }
    const read = createRecordReader<SplitHead>((record) => worker.onRecord(record))
    all.add(child)
    child.once('close', () => all.delete(child))
    child.on('error', () => all.delete(child))
    child.stdin?.on('error', () => {})
    child.stderr?.resume()
    child.stdout?.on('data', (chunk: Buffer) => {
      try {
        read(chunk)
      } catch {
        child.kill('SIGKILL')
      }
    })
    return worker
  }

  async function use(worker: Worker, task: SplitTask, budget: Budget, onFrame: (frame: SplitFrame) => Promise<void>) {
    worker.tasks++
    const served = await serve(worker, task, budget, onFrame)
    if (served.end.problem !== undefined) worker.damagedFiles++
    const isFit = !served.isBroken && worker.tasks < lifeTasks && worker.damagedFiles < lifeDamagedFiles
    if (isFit && idle.length < atOnce) idle.push(letGo(worker))
    else worker.child.kill('SIGKILL')
    return served
  }

  return {
    split: inTurn(atOnce, async (task, budget, onFrame) => {
      const worker = await takeWorker(budget)
      const isFresh = worker.tasks === 0
      const first = await use(worker, task, budget, onFrame)
      if (!first.isCrashed || isFresh) return first.end
      // Frames come in the same order again; those that were taken are not handed over twice.
      let left = first.end.sent
      const rest = async (frame: SplitFrame) => {
        if (left === 0) await onFrame(frame)
        else left--
      }
      return (await use(startWorker(budget), task, budget, rest)).end
    }),
    close: async () => {
      for (const worker of idle.splice(0)) hold(worker)
      await Promise.all(
        [...all].map(async (child) => {
          const gone = once(child, 'close')
          child.kill('SIGKILL')
          await gone
        }),
      )
    },
  }
}

async function serve(worker: Worker, task: SplitTask, budget: Budget, onFrame: (frame: SplitFrame) => Promise<void>) {
  const { child } = worker
  const line = createFrameLine(child.stdout as Socket, onFrame, () => child.kill('SIGKILL'))
  let heardAt = performance.now()
  const isStalled = () => !line.isHeldUp && performance.now() - heardAt > budget.stallMs
  const watch = watchProcess(child, { ...budget, isStalled })
  let sent = 0
  let isBroken = false
  let settle: { resolve: (end: EngineEnd) => void; reject: (fault: Fault) => void } | undefined
  const finished = new Promise<EngineEnd>((resolve, reject) => {
    settle = { resolve, reject }
  })
  const onError = (cause: Error) => settle?.reject(new Fault('video-engine-missing', cause.message, { cause }))
  const onClose = (code: number | null, signal: NodeJS.Signals | null) => {
    // Somebody else's kill says nothing about the file.
    if (signal === 'SIGKILL' && watch.reason === undefined) return settle?.reject(new Fault('video-lost', 'The decoder was killed.'))
    isBroken = true
    const problem = watch.reason ?? `The decoder broke down (${signal ?? `code ${code}`}).`
    settle?.resolve({ wanted: 0, sent, problem, decoder: 'node-av' })
  }
  worker.onRecord = ({ head, bytes }) => {
    heardAt = performance.now()
    if (head.kind === 'end') return settle?.resolve(head)
    const { kind, ...frame } = head
    sent++
    line.add({ ...frame, jpeg: bytes })
  }
  child.once('error', onError)
  child.once('close', onClose)
  try {
    child.stdin?.write(`${JSON.stringify(task)}\n`)
    const end = await finished
    await line.drained()
    return { end, isBroken, isCrashed: isBroken && watch.reason === undefined }
  } catch (error) {
    child.kill('SIGKILL')
    // What the taker threw is the cause where the process was ended for it.
    await line.drained()
    throw error
  } finally {
    watch.stop()
    worker.onRecord = () => {}
    child.off('error', onError).off('close', onClose)
  }
}

/** An idle worker does not keep us alive; it ends when our end of its pipe closes. */
function letGo(worker: Worker): Worker {
  worker.child.unref()
  for (const pipe of worker.child.stdio) (pipe as Socket | null)?.unref()
  return worker
}

function hold(worker: Worker): Worker {
  worker.child.ref()
  for (const pipe of worker.child.stdio) (pipe as Socket | null)?.ref()
  return worker
}
