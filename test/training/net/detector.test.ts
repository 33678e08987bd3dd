import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { plainLight } from '../../../training/data/draw-light.ts'
import { wholeView } from '../../../training/data/draw-view.ts'
import { createBatch } from '../../../training/data/fill-batch.ts'
import { createRandom } from '../../../training/data/random.ts'
import { createRenderSample } from '../../../training/data/render-sample.ts'
import { inputName, writeDetector } from '../../../training/net/detector.ts'
import { drawInitialWeights } from '../../../training/net/initial-weights.ts'
import { createLayout } from '../../../training/net/layout.ts'
import { stepShapes, writeTrainingStep } from '../../../training/net/training-step.ts'
import { calibrate } from '../../../training/variants/calibrate.ts'
import { writeQuantizedDetector } from '../../../training/variants/quantized-detector.ts'

const layout = createLayout(['bottle', 'hand'], 96, 64)
const random = createRandom(3)
const parameters = drawInitialWeights(layout, 3).map((value) => value + 0.01 * (random() - 0.5))
const pixels = Uint8Array.from({ length: 3 * 96 * 64 * 3 }, (_, index) => (random() * 80 + 90 * (1 + Math.sin(index / 700))) | 0)
const frames = { width: 96, height: 64, pixels, objects: [[], [], []] }

/** What the training step's own forward pass answers for each frame: scores after the sigmoid, then boxes. */
async function trainersOwnOutputs() {
  const session = await InferenceSession.create(writeTrainingStep(layout, { batch: 3, withGradient: true }), { intraOpNumThreads: 1 })
  try {
    const batch = createBatch(layout, 3)
    const render = createRenderSample(96, 64, createRandom(1))
    const each = batch.patches.length / 3
    for (const index of [0, 1, 2]) render(frames, index, wholeView, plainLight, batch.patches.subarray(index * each, (index + 1) * each))
    const shapes = stepShapes(layout, 3)
    const flat = () => new Tensor('float32', parameters.slice(), [layout.parameters])
    const scalar = new Tensor('float32', Float32Array.of(0), [])
    const answer = await session.run({
      patches: new Tensor('float32', batch.patches, shapes.patches),
      heat: new Tensor('float32', batch.heat, shapes.heat),
      heatWeight: new Tensor('float32', batch.heatWeight, shapes.heat),
      box: new Tensor('float32', batch.box, shapes.box),
      boxWeight: new Tensor('float32', batch.boxWeight, shapes.boxWeight),
      ...{ parameters: flat(), mean: flat(), square: flat(), average: flat(), rate: scalar, averageDecay: scalar },
    })
    const head = answer.head!.data as Float32Array
    const cells = 12 * 8
    return [0, 1, 2].map((image) => {
      const own = head.subarray(image * 6 * cells, (image + 1) * 6 * cells)
      return { heat: own.slice(0, 2 * cells).map((logit) => 1 / (1 + Math.exp(-logit))), box: own.slice(2 * cells) }
    })
  } finally {
    await session.release()
  }
}

async function outputsOf(model: Uint8Array) {
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1 })
  try {
    const answers = []
    for (const index of [0, 1, 2]) {
      const image = new Tensor('uint8', pixels.slice(index * 96 * 64 * 3, (index + 1) * 96 * 64 * 3), [1, 64, 96, 3])
      const { heat, box } = await session.run({ [inputName]: image })
      assert.deepEqual(heat!.dims, [1, 2, 8, 12])
      assert.deepEqual(box!.dims, [1, 4, 8, 12])
      answers.push({ heat: heat!.data as Float32Array, box: box!.data as Float32Array })
    }
    return answers
  } finally {
    await session.release()
  }
}

type Outputs = { heat: Float32Array; box: Float32Array }[]

function largestDifference(a: Outputs, b: Outputs, of: 'heat' | 'box'): number {
  return Math.max(...a.flatMap((one, image) => [...one[of]].map((value, index) => Math.abs(value - b[image]![of][index]!))))
}

test('the exported model answers what the trainer computed itself, within 1e-4', async () => {
  const own = await trainersOwnOutputs()
  const exported = await outputsOf(writeDetector(layout, parameters))
  assert.ok(Math.max(...own.map((one) => Math.max(...one.box))) > 0.1)
  assert.ok(largestDifference(own, exported, 'heat') < 1e-4)
  assert.ok(largestDifference(own, exported, 'box') < 1e-4)
})

test('weights in half precision halve the file and change the answers by less than a hundredth', async () => {
  const whole = writeDetector(layout, parameters)
  const half = writeDetector(layout, parameters, 'float16')
  assert.ok(half.length < whole.length * 0.52)
  const [a, b] = [await outputsOf(whole), await outputsOf(half)]
  assert.ok(largestDifference(a, b, 'heat') < 0.01)
  assert.ok(largestDifference(a, b, 'box') < 0.01)
})

test('the int8 model takes the same pictures and gives nearly the same answers in a quarter of the size', async () => {
  const whole = writeDetector(layout, parameters)
  const int8 = writeQuantizedDetector(layout, parameters, await calibrate(layout, parameters, frames))
  assert.ok(int8.length < whole.length * 0.28)
  const [a, b] = [await outputsOf(whole), await outputsOf(int8)]
  const largest = Math.max(...a.flatMap(({ box }) => [...box].map(Math.abs)))
  assert.ok(largestDifference(a, b, 'heat') < 0.05)
  assert.ok(largestDifference(a, b, 'box') < 0.08 * largest)
})
