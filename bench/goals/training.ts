// How fast the trainer is, whether its gradients are right, and whether what it exports is what it computed.
import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { median } from '../../shared/domain/median.ts'
import { plainLight } from '../../training/data/draw-light.ts'
import { wholeView } from '../../training/data/draw-view.ts'
import { createBatch, fillBatch, storedSize } from '../../training/data/fill-batch.ts'
import type { Frames } from '../../training/data/load-frames.ts'
import { createRandom, drawBetween } from '../../training/data/random.ts'
import { createRenderSample } from '../../training/data/render-sample.ts'
import { runDetector } from '../../training/metrics/evaluate-detector.ts'
import { meanOver, measureLabels } from '../../training/metrics/measure-labels.ts'
import { inputName, writeDetector } from '../../training/net/detector.ts'
import { drawInitialWeights } from '../../training/net/initial-weights.ts'
import { createLayout, type Layout } from '../../training/net/layout.ts'
import { stepShapes, writeTrainingStep } from '../../training/net/training-step.ts'
import { loadRuntime } from '../../training/onnx/load-runtime.ts'
import { floatsOf } from '../../training/steps/open-step.ts'
import { trainNet } from '../../training/steps/train-net.ts'
import { report } from '../report.ts'
import { openTfjs } from '../training/beside-tfjs.ts'

type Runtime = Pick<typeof import('onnxruntime-node'), 'InferenceSession' | 'Tensor'>
type Feeds = Record<string, Tensor>

const labels = ['bottle', 'hand']

/** Rectangles of the label's brightness on noise. */
function drawFrames(count: number, width: number, height: number, seed: number): Frames {
  const random = createRandom(seed)
  const pixels = new Uint8Array(new SharedArrayBuffer(count * width * height * 3))
  const objects = Array.from({ length: count }, (_, frame) => {
    const label = frame % 2
    const box = { left: drawBetween(random, 0, 0.7), top: drawBetween(random, 0, 0.6), width: 0.25, height: 0.35 }
    for (let pixel = 0; pixel < width * height; pixel++) {
      const x = (pixel % width) / width
      const y = Math.floor(pixel / width) / height
      const isInside = x >= box.left && x < box.left + box.width && y >= box.top && y < box.top + box.height
      pixels.fill(
        (isInside ? 60 + 130 * label : 115) + 25 * random(),
        (frame * width * height + pixel) * 3,
        (frame * width * height + pixel + 1) * 3,
      )
    }
    return [{ label, box, isIgnored: false }]
  })
  return { width, height, pixels, objects }
}

/** Rates of one and of two threads, in turns, so that a busy neighbour troubles both. */
async function measureRates(layout: Layout, frames: Frames): Promise<{ one: number; two: number }> {
  const rates: Record<1 | 2, number> = { 1: 0, 2: 0 }
  for (const workers of [1, 2, 1, 2] as const) {
    const evaluate = async () => 'go-on' as const
    const budget = { steps: 60 + workers * 40 }
    const options = { layout, frames, seed: 1, workers, batch: 16, budget, evaluations: 1, evaluate, onProgress: () => {} }
    const { samplesPerSecond } = await trainNet(options)
    rates[workers] = Math.max(rates[workers], samplesPerSecond)
  }
  return { one: rates[1], two: rates[2] }
}

function stepFeeds(runtime: Runtime, layout: Layout, batch: number): Feeds {
  const shapes = stepShapes(layout, batch)
  const { width, height } = storedSize(layout)
  const frames = drawFrames(batch, width, height, 3)
  const filled = createBatch(layout, batch)
  let next = 0
  fillBatch(layout, frames, createRenderSample(layout.width, layout.height, createRandom(1)), { draw: () => next++ }, filled)
  const tensor = (data: Float32Array, dims: readonly number[]) => new runtime.Tensor('float32', data, dims)
  const flat = () => tensor(new Float32Array(layout.parameters), [layout.parameters])
  return {
    patches: tensor(filled.patches, shapes.patches),
    heat: tensor(filled.heat, shapes.heat),
    heatWeight: tensor(filled.heatWeight, shapes.heat),
    box: tensor(filled.box, shapes.box),
    boxWeight: tensor(filled.boxWeight, shapes.boxWeight),
    parameters: tensor(drawInitialWeights(layout, 2), [layout.parameters]),
    mean: flat(),
    square: flat(),
    average: flat(),
    rate: tensor(Float32Array.of(1e-3), []),
    averageDecay: tensor(Float32Array.of(0.9), []),
  }
}

async function timeStep(runtime: Runtime, layout: Layout, batch: number, runs: number): Promise<number> {
  const session = await runtime.InferenceSession.create(writeTrainingStep(layout, { batch }), { intraOpNumThreads: 1 })
  const feeds = stepFeeds(runtime, layout, batch)
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const startedAt = performance.now()
    await session.run(feeds)
    times.push(performance.now() - startedAt)
  }
  await session.release()
  return Math.min(...times) / batch
}

/**
 * Typical error of a weight's gradient against central differences, as a share of the gradients' root mean square.
 * The median of 300 weights of a small net, because ReLU kinks spoil a few of the differences; single precision leaves some noise.
 */
async function gradientError(runtime: Runtime): Promise<number> {
  const layout = createLayout(labels, 64, 64, { patch: 6, skip: 8, middle: 8, deep: 10, neck: 8 })
  const session = await runtime.InferenceSession.create(writeTrainingStep(layout, { batch: 2, boxBeta: 100, withGradient: true }), {
    intraOpNumThreads: 1,
  })
  const feeds = stepFeeds(runtime, layout, 2)
  const parameters = floatsOf(feeds, 'parameters')
  const gradient = floatsOf(await session.run(feeds), 'gradient')
  const random = createRandom(5)
  const all: number[] = []
  let squares = 0
  for (let count = 0; count < 300; count++) {
    const index = Math.floor(random() * layout.parameters)
    const slopes: number[] = []
    for (const width of [4e-3, 1e-3]) slopes.push((await lossAt(index, width)) - (await lossAt(index, -width)))
    const errors = [slopes[0]! / 8e-3, slopes[1]! / 2e-3].map((slope) => Math.abs(slope - gradient[index]!))
    all.push(Math.min(...errors))
    squares += gradient[index]! ** 2
  }
  await session.release()
  return median(all) / Math.sqrt(squares / all.length)

  async function lossAt(index: number, change: number): Promise<number> {
    const moved = parameters.slice()
    moved[index] = moved[index]! + change
    const answer = await session.run({ ...feeds, parameters: new runtime.Tensor('float32', moved, [layout.parameters]) })
    return floatsOf(answer, 'heatLoss')[0]! + floatsOf(answer, 'boxLoss')[0]!
  }
}

/** Largest difference between the exported model's boxes and scores and those of the training step. */
async function exportDifference(runtime: Runtime, layout: Layout): Promise<number> {
  const parameters = drawInitialWeights(layout, 2)
  const frames = drawFrames(1, layout.width, layout.height, 9)
  const batch = createBatch(layout, 1)
  createRenderSample(layout.width, layout.height, createRandom(1))(frames, 0, wholeView, plainLight, batch.patches)
  const feeds: Feeds = {
    ...stepFeeds(runtime, layout, 1),
    patches: new runtime.Tensor('float32', batch.patches, stepShapes(layout, 1).patches),
  }
  const step = await runtime.InferenceSession.create(writeTrainingStep(layout, { batch: 1, withGradient: true }), { intraOpNumThreads: 1 })
  const model = await runtime.InferenceSession.create(writeDetector(layout, parameters), { intraOpNumThreads: 1 })
  const head = floatsOf(await step.run(feeds), 'head')
  const image = new runtime.Tensor('uint8', new Uint8Array(frames.pixels), [1, layout.height, layout.width, 3])
  const answer: InferenceSession.OnnxValueMapType = await model.run({ [inputName]: image })
  const heat = floatsOf(answer, 'heat')
  const box = floatsOf(answer, 'box')
  await Promise.all([step.release(), model.release()])
  const ofHeat = [...heat].map((score, index) => Math.abs(score - 1 / (1 + Math.exp(-head[index]!))))
  const ofBox = [...box].map((value, index) => Math.abs(value - head[heat.length + index]!))
  return Math.max(...ofHeat, ...ofBox)
}

/** Seconds of training until unseen pictures reach an F1 of 0.85. */
async function secondsToLearn(): Promise<number> {
  const layout = createLayout(labels, 96, 96, { patch: 16, skip: 16, middle: 24, deep: 32, neck: 16 })
  const { width, height } = storedSize(layout)
  const frames = drawFrames(1024, width, height, 11)
  const unseen = drawFrames(256, 96, 96, 12)
  const thresholds = Object.fromEntries(labels.map((label) => [label, 0.4]))
  const summary = await trainNet({
    ...{ layout, frames, seed: 1, workers: 2, batch: 16, budget: { steps: 2000 }, evaluations: 40 },
    async evaluate(average) {
      const { perLabel } = await runDetector(writeDetector(layout, average), layout, unseen)
      return meanOver(measureLabels(labels, perLabel, thresholds), 'f1')! >= 0.85 ? 'stop' : 'go-on'
    },
    onProgress: () => {},
  })
  return summary.seconds
}

/** Time and gradients of one step beside TensorFlow.js: its plain JavaScript and its WebAssembly. */
async function compareWithTfjs(layout: Layout): Promise<void> {
  const batch = 8
  const boxBeta = 0.1
  const feeds = stepFeeds(runtime, layout, batch)
  const session = await runtime.InferenceSession.create(writeTrainingStep(layout, { batch, boxBeta, withGradient: true }), {
    intraOpNumThreads: 1,
  })
  const own = floatsOf(await session.run(feeds), 'gradient')
  await session.release()
  const ourValue = await timeStep(runtime, layout, batch, 30)
  const tfjs = openTfjs()
  try {
    for (const [backend, runs, goal] of [
      ['wasm', 4, 35],
      ['cpu', 2, 500],
    ] as const) {
      const { msPerSample, gradient } = tfjs.run(layout, batch, boxBeta, feeds, backend, runs)
      const difference = Math.max(...gradient.map((value, index) => Math.abs(value - own[index]!)))
      const largest = Math.max(...gradient.map(Math.abs))
      report({
        what: 'a training step of a small net, native ONNX Runtime, one thread',
        ...{ peer: `TensorFlow.js, ${backend}`, peerValue: msPerSample, ourValue, unit: 'ms a sample', better: 'lower', goal },
        note: `gradients differ by ${difference.toExponential(1)} at most, the largest is ${largest.toFixed(1)}`,
      })
    }
  } finally {
    tfjs.close()
  }
}

const runtime = await loadRuntime()
const layout = createLayout(labels, 192, 112)
const stored = storedSize(layout)
const { one, two } = await measureRates(layout, drawFrames(64, stored.width, stored.height, 1))
report({
  what: `training with augmentation, ${layout.parameters} weights at 192 × 112, two threads`,
  ...{ peer: 'wanted on two cores', peerValue: 450, ourValue: two, unit: 'samples/s', better: 'higher', goal: 1 },
})
report({
  what: 'the same, two threads',
  ...{ peer: 'one thread', peerValue: one, ourValue: two, unit: 'samples/s', better: 'higher', goal: 1.8 },
})
const small = createLayout(labels, 96, 96, { patch: 16, skip: 16, middle: 24, deep: 32, neck: 16 })
report({
  what: 'a training step of a small net, native ONNX Runtime, one thread',
  peer: 'the same graph in WebAssembly (onnxruntime-web)',
  peerValue: await timeStep((await import('onnxruntime-web')) as unknown as Runtime, small, 16, 12),
  ...{ ourValue: await timeStep(runtime, small, 16, 30), unit: 'ms a sample', better: 'lower', goal: 1.5 },
})
await compareWithTfjs(small)
report({
  what: 'error of the gradients',
  ...{
    peer: 'wanted, against central differences',
    peerValue: 5e-3,
    ourValue: await gradientError(runtime),
    unit: 'of their size',
    better: 'lower',
    goal: 1,
  },
})
report({
  what: 'exported model against the trainer’s own outputs',
  ...{
    peer: 'wanted',
    peerValue: 1e-5,
    ourValue: await exportDifference(runtime, layout),
    unit: 'largest difference',
    better: 'lower',
    goal: 1,
  },
})
report({
  what: 'drawn task: training until F1 0.85 on 256 unseen pictures',
  ...{ peer: 'wanted', peerValue: 10, ourValue: await secondsToLearn(), unit: 's', better: 'lower', goal: 1 },
})
