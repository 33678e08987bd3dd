import { Worker } from 'node:worker_threads'
import { weighFrames } from '../data/draw-weights.ts'
import type { Frames } from '../data/load-frames.ts'
import type { Layout } from '../net/layout.ts'
import { createExchangeMemory } from './exchange.ts'
import type { FromWorker, ToWorker, WorkerStart } from './worker-messages.ts'

export interface TrainOptions {
  readonly layout: Layout
  /** Training frames in shared memory. */
  readonly frames: Frames
  readonly seed: number
  /** Threads that train, each with `batch` images a step. */
  readonly workers: number
  readonly batch: number
  /** A time becomes a number of steps after a short measurement. */
  readonly budget: { readonly steps: number } | { readonly minutes: number }
  /** How often `evaluate` is asked over the whole training; seldomer in a very short one. */
  readonly evaluations: number
  /** Judges the averaged weights; the training waits for it. `stop` ends it early. */
  evaluate(average: Float32Array, step: number, steps: number): Promise<'go-on' | 'stop'>
  onProgress(progress: TrainProgress): void
}

export interface TrainProgress {
  readonly step: number
  readonly steps: number
  readonly heatLoss: number
  readonly boxLoss: number
  /** Learning rate. */
  readonly rate: number
  readonly samplesPerSecond: number
  readonly secondsLeft: number
}

export interface TrainSummary {
  /** Steps that were planned, and how many ran before `evaluate` said stop. */
  readonly steps: number
  readonly stepsRun: number
  readonly seconds: number
  readonly samplesPerSecond: number
}

const stepsToMeasure = 24
const leastStepsBetweenEvaluations = 50

// In the build the worker is a .js file like this one.
const workerFile = new URL(`../train-worker${import.meta.url.slice(-3)}`, import.meta.url)

/** Trains a net in worker threads. The same seed, steps, workers and batch give the same weights on the same machine. */
export async function trainNet(options: TrainOptions): Promise<TrainSummary> {
  const { layout, frames, seed, workers, batch } = options
  const memory = createExchangeMemory(workers, layout.parameters)
  const drawWeights = weighFrames(frames.objects, layout.labels.length)
  const team = Array.from({ length: workers }, (_, worker) => {
    const start: WorkerStart = { layout, frames, drawWeights, seed, worker, batch, memory }
    return new Worker(workerFile, { workerData: start, name: `train-${worker}` })
  })
  const tell = (message: ToWorker) => {
    for (const one of team) one.postMessage(message)
  }
  try {
    await Promise.all(team.map((one) => hear(one, 'ready')))
    const steps = await planSteps()
    return await run(steps)
  } finally {
    // One that failed may have left the others waiting at the gate.
    await Promise.all(team.map((one) => one.terminate()))
  }

  async function planSteps(): Promise<number> {
    if ('steps' in options.budget) return options.budget.steps
    tell({ kind: 'measure', steps: stepsToMeasure })
    const measured = await Promise.all(team.map((one) => hear(one, 'measured')))
    const secondsPerStep = Math.max(...measured.map((one) => one.secondsPerStep))
    return Math.max(1, Math.round((options.budget.minutes * 60) / secondsPerStep))
  }

  async function run(steps: number): Promise<TrainSummary> {
    const startedAt = performance.now()
    const seconds = () => (performance.now() - startedAt) / 1000
    const rateAt = (step: number) => (step * batch * workers) / seconds()
    team[0]!.on('message', (message: FromWorker) => {
      if (message.kind !== 'progress') return
      const { step, heatLoss, boxLoss, rate } = message
      const secondsLeft = (seconds() / step) * (steps - step)
      options.onProgress({ step, steps, heatLoss, boxLoss, rate, samplesPerSecond: rateAt(step), secondsLeft })
    })
    tell({ kind: 'train', steps, evaluateEvery: Math.max(leastStepsBetweenEvaluations, Math.ceil(steps / options.evaluations)) })
    for (;;) {
      const [{ step, average }] = (await Promise.all(team.map((one) => hear(one, 'evaluate')))) as [Heard<'evaluate'>]
      const isLast = (await options.evaluate(average, step, steps)) === 'stop' || step === steps
      tell({ kind: 'go-on', isLast })
      if (isLast) return { steps, stepsRun: step, seconds: seconds(), samplesPerSecond: rateAt(step) }
    }
  }
}

type Heard<K extends FromWorker['kind']> = Extract<FromWorker, { kind: K }>

/** The next message of a kind; rejects where the worker breaks, because then it never comes. */
function hear<K extends FromWorker['kind']>(worker: Worker, kind: K): Promise<Heard<K>> {
  return new Promise((resolve, reject) => {
    const listen = (message: FromWorker) => {
      if (message.kind !== kind) return
      worker.off('message', listen).off('error', reject)
      resolve(message as Heard<K>)
    }
    worker.on('message', listen).once('error', reject)
  })
}
