import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { createRandom, drawBetween, drawNormal } from '../../../training/data/random.ts'
import { createLayout, type Layer } from '../../../training/net/layout.ts'
import { stepShapes, writeTrainingStep } from '../../../training/net/training-step.ts'

const channels = { patch: 3, skip: 4, middle: 4, deep: 5, neck: 4 }
const layout = createLayout(['bottle', 'hand'], 32, 32, channels)
const batch = 2
const shapes = stepShapes(layout, batch)

type Feeds = Record<string, Tensor>

function drawFeeds(seed: number): { feeds: Feeds; parameters: Float32Array } {
  const random = createRandom(seed)
  const tensor = (dims: number[], draw: () => number) => new Tensor('float32', Float32Array.from({ length: product(dims) }, draw), dims)
  const flat = [layout.parameters]
  const parameters = Float32Array.from({ length: layout.parameters }, () => 0.3 * drawNormal(random))
  const feeds = {
    patches: tensor(shapes.patches, () => drawNormal(random)),
    heat: tensor(shapes.heat, () => (random() < 0.2 ? 1 : 0.98 * random())),
    heatWeight: tensor(shapes.heat, () => (random() < 0.1 ? 0 : drawBetween(random, 0.02, 0.1))),
    box: tensor(shapes.box, () => drawNormal(random)),
    boxWeight: tensor(shapes.boxWeight, () => drawBetween(random, 0, 0.1)),
    mean: tensor(flat, () => 0),
    square: tensor(flat, () => 0),
    average: new Tensor('float32', parameters.slice(), flat),
    rate: new Tensor('float32', Float32Array.of(0.01), []),
    averageDecay: new Tensor('float32', Float32Array.of(0.75), []),
  }
  return { feeds, parameters }
}

const product = (dims: number[]) => dims.reduce((a, b) => a * b, 1)
const floats = (tensor: unknown) => (tensor as Tensor).data as Float32Array

async function openStep(boxBeta: number) {
  const session = await InferenceSession.create(writeTrainingStep(layout, { batch, boxBeta, withGradient: true }), { intraOpNumThreads: 1 })
  const run = (feeds: Feeds, parameters: Float32Array) =>
    session.run({ ...feeds, parameters: new Tensor('float32', parameters, [layout.parameters]) })
  return { run, release: () => session.release() }
}

/** Some of a layer's parameters, evenly spread, the last bias among them: all of them would take minutes on a busy machine. */
function checked({ offset, weights, outputs }: Layer): number[] {
  const count = Math.min(40, weights + outputs)
  return Array.from({ length: count }, (_, index) => offset + Math.ceil(((index + 1) * (weights + outputs)) / count) - 1)
}

/** Length of the difference between a layer's gradient and its central differences, as a share of the gradient's length. */
function errorOf(layer: Layer, gradient: Float32Array, differences: Float32Array[]): number {
  const indices = checked(layer)
  // A ReLU's kink spoils single differences at one width, hardly ever at both.
  const errors = indices.map((index) => Math.min(...differences.map((one) => Math.abs(one[index]! - gradient[index]!))))
  return Math.hypot(...errors) / Math.hypot(...indices.map((index) => gradient[index]!))
}

for (const [name, boxBeta] of [
  ['quadratic', 100],
  ['linear', 1e-4],
] as const) {
  test(`every gradient of the step agrees with central differences where the box loss is ${name}`, async () => {
    const step = await openStep(boxBeta)
    try {
      const { feeds, parameters } = drawFeeds(10)
      const lossAt = async (index: number, value: number) => {
        const moved = parameters.slice()
        moved[index] = value
        const answer = await step.run(feeds, moved)
        return floats(answer.heatLoss)[0]! + floats(answer.boxLoss)[0]!
      }
      const gradient = floats((await step.run(feeds, parameters)).gradient)
      const differences: Float32Array[] = []
      for (const width of [5e-3, 1e-3]) {
        const difference = new Float32Array(layout.parameters)
        for (const index of Object.values(layout.layers).flatMap(checked)) {
          const value = parameters[index]!
          difference[index] = ((await lossAt(index, value + width)) - (await lossAt(index, value - width))) / (2 * width)
        }
        differences.push(difference)
      }
      for (const layer of Object.values(layout.layers)) {
        const error = errorOf(layer, gradient, differences)
        assert.ok(error < 0.01, `${layer.name}: the gradient is off by ${error} of its length`)
      }
    } finally {
      await step.release()
    }
  })
}

test('the step moves the weights as Adam does and averages them', async () => {
  const step = await openStep(0.1)
  try {
    const { feeds, parameters } = drawFeeds(6)
    const answer = await step.run(feeds, parameters)
    const gradient = floats(answer.gradient)
    const length = Math.hypot(...gradient)
    for (const index of [0, 100, 500, layout.parameters - 1]) {
      const clipped = gradient[index]! * Math.min(1, 10 / length)
      const mean = 0.1 * clipped
      const square = 0.001 * clipped ** 2
      const moved = parameters[index]! - (0.01 * mean) / (Math.sqrt(square) + 1e-7)
      assert.ok(Math.abs(floats(answer.nextMean)[index]! - mean) < 1e-6)
      assert.ok(Math.abs(floats(answer.nextSquare)[index]! - square) < 1e-7)
      assert.ok(Math.abs(floats(answer.nextParameters)[index]! - moved) < 1e-5)
      assert.ok(Math.abs(floats(answer.nextAverage)[index]! - (0.75 * parameters[index]! + 0.25 * moved)) < 1e-5)
    }
  } finally {
    await step.release()
  }
})

test('a gradient longer than 10 is cut to that length', async () => {
  const step = await openStep(0.1)
  try {
    const { feeds, parameters } = drawFeeds(7)
    const heavy = floats(feeds.heatWeight).map((weight) => weight * 1000)
    const answer = await step.run({ ...feeds, heatWeight: new Tensor('float32', heavy, shapes.heat) }, parameters)
    assert.ok(Math.hypot(...floats(answer.gradient)) > 20)
    assert.ok(Math.abs(Math.hypot(...floats(answer.nextMean)) - 1) < 1e-3)
  } finally {
    await step.release()
  }
})
