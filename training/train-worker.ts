import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { drawLight } from './data/draw-light.ts'
import { drawView } from './data/draw-view.ts'
import { createDraw } from './data/draw-weights.ts'
import { createBatch, fillBatch } from './data/fill-batch.ts'
import { createRandom } from './data/random.ts'
import { createRenderSample } from './data/render-sample.ts'
import { drawInitialWeights } from './net/initial-weights.ts'
import { createExchange } from './steps/exchange.ts'
import { openTrainingStep, startState } from './steps/open-step.ts'
import { learningRate } from './steps/schedule.ts'
import type { FromWorker, ToWorker, WorkerStart } from './steps/worker-messages.ts'

/** Workers agree this often. More often costs time, less often they drift apart. */
const stepsBetweenExchanges = 4
const stepsBetweenReports = 20
const warmUpSteps = 4

const { layout, frames, drawWeights, seed, worker, batch: batchSize, memory } = workerData as WorkerStart
const port = parentPort
if (port === null) throw new Error('This file is started as a worker thread by trainNet.')
const post = (message: FromWorker) => port.postMessage(message)

const trainingStep = await openTrainingStep(layout, batchSize)
const exchange = createExchange(memory, worker, layout.parameters)
const batch = createBatch(layout, batchSize)

/** A fresh start, so that measuring leaves no trace in what is trained afterwards. */
function createRunner() {
  // Each worker sees other samples; the weights start equal.
  const random = createRandom(seed * 1000 + worker + 1)
  const render = createRenderSample(layout.width, layout.height, random)
  const draw = createDraw(drawWeights, random)
  const state = startState(drawInitialWeights(layout, seed))
  const source = { draw, drawView: () => drawView(random), drawLight: () => drawLight(random) }
  return {
    state,
    async run(step: number, rate: number) {
      fillBatch(layout, frames, render, source, batch)
      const losses = await trainingStep.run(batch, state, rate, step + 1)
      if ((step + 1) % stepsBetweenExchanges === 0) exchange(state)
      return losses
    },
  }
}

async function measure(steps: number): Promise<void> {
  const runner = createRunner()
  let startedAt = performance.now()
  for (let step = 0; step < warmUpSteps + steps; step++) {
    if (step === warmUpSteps) startedAt = performance.now()
    await runner.run(step, 1e-4)
  }
  post({ kind: 'measured', secondsPerStep: (performance.now() - startedAt) / 1000 / steps })
}

async function train(steps: number, evaluateEvery: number): Promise<void> {
  const runner = createRunner()
  let sums = { heatLoss: 0, boxLoss: 0, count: 0 }
  for (let step = 0; step < steps; step++) {
    const rate = learningRate(step, steps)
    const { heatLoss, boxLoss } = await runner.run(step, rate)
    sums = { heatLoss: sums.heatLoss + heatLoss, boxLoss: sums.boxLoss + boxLoss, count: sums.count + 1 }
    if (sums.count === stepsBetweenReports || step + 1 === steps) {
      post({ kind: 'progress', step: step + 1, heatLoss: sums.heatLoss / sums.count, boxLoss: sums.boxLoss / sums.count, rate })
      sums = { heatLoss: 0, boxLoss: 0, count: 0 }
    }
    if ((step + 1) % evaluateEvery === 0 || step + 1 === steps) {
      exchange(runner.state)
      post({ kind: 'evaluate', step: step + 1, average: runner.state.average })
      const [answer] = (await once(port!, 'message')) as [ToWorker]
      if (answer.kind === 'go-on' && answer.isLast) return
    }
  }
}

post({ kind: 'ready' })
for (;;) {
  const [message] = (await once(port, 'message')) as [ToWorker]
  if (message.kind === 'measure') await measure(message.steps)
  if (message.kind === 'train') await train(message.steps, message.evaluateEvery)
  if (message.kind === 'close') break
}
await trainingStep.release()
port.close()
