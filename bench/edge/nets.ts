import { createHash } from 'node:crypto'
import { ModelCard } from '../../shared/domain/model-card.ts'
import { createGraph, type Graph } from '../../training/onnx/graph.ts'

interface Layer {
  readonly channels: number
  readonly kernel: 1 | 3
  readonly stride: 1 | 2
  readonly isDepthwise: boolean
}

export interface NetPlan {
  readonly side: number
  readonly layers: readonly Layer[]
}

const layer = (channels: number, kernel: 1 | 3, stride: 1 | 2 = 1, isDepthwise = false): Layer => ({
  channels,
  kernel,
  stride,
  isDepthwise,
})
const separable = (before: number, channels: number, stride: 1 | 2) => [layer(before, 3, stride, true), layer(channels, 1)]

/** 96 × 96, 1.8 million multiplications: about what a camera of a few pixels needs. */
export const smallNet: NetPlan = { side: 96, layers: [layer(8, 3, 2), layer(16, 3, 2), layer(32, 3, 2)] }

/** 320 × 320, some 1.1 billion multiplications, built like MobileNet. */
export const midNet: NetPlan = {
  side: 320,
  layers: [
    layer(32, 3, 2),
    ...separable(32, 64, 1),
    ...separable(64, 128, 2),
    ...separable(128, 128, 1),
    ...separable(128, 256, 2),
    ...separable(256, 256, 1),
    ...separable(256, 512, 2),
    ...[1, 2, 3, 4, 5].flatMap(() => separable(512, 512, 1)),
    ...separable(512, 1024, 2),
    ...separable(1024, 1024, 1),
  ],
}

/** The largest value of each layer's output, for the scales of an int8 net. */
export type Ceilings = readonly number[]

const labels = ['bottle', 'hand']
const boxTerms = 4
const headGain = 1

/** Random weights: speed does not depend on them. Same seed, same net. */
export function writeNet(plan: NetPlan, precision: 'float' | 'int8', ceilings: Ceilings = [], isCalibrating = false): Uint8Array {
  const graph = createGraph()
  const random = createRandom(7)
  const input = { name: 'picture', type: 'uint8' as const, dims: [1, plan.side, plan.side, 3] }
  const planes = graph.add('Transpose', ['picture'], { attributes: { perm: [0, 3, 1, 2] } })
  const outputs: { name: string; type: 'float32'; dims: number[] }[] = []
  let [value, channels, side] = [precision === 'float' ? scaled(graph, planes) : planes, 3, plan.side]
  let scale = 1 / 255
  for (const [index, { channels: next, kernel, stride, isDepthwise }] of plan.layers.entries()) {
    const inputsPerOutput = isDepthwise ? 1 : channels
    const weights = gaussian(random, next * inputsPerOutput * kernel * kernel, Math.sqrt(2 / (inputsPerOutput * kernel * kernel)))
    const dims = [next, inputsPerOutput, kernel, kernel]
    const pad = kernel === 3 ? 1 : 0
    const attributes = {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: [pad, pad, pad, pad],
      group: isDepthwise ? channels : 1,
    }
    side = Math.ceil(side / stride)
    if (precision === 'float') {
      value = graph.add(
        'Relu',
        [graph.add('Conv', [value, graph.constant(dims, weights)], { attributes })],
        isCalibrating ? { as: `layer${index}` } : {},
      )
      if (isCalibrating) outputs.push({ name: `layer${index}`, type: 'float32', dims: [1, next, side, side] })
    } else {
      const outScale = (ceilings[index] ?? 1) / 255
      value = addQuantizedConvolution(graph, value, weights, dims, attributes, scale, outScale)
      scale = outScale
    }
    channels = next
  }
  if (precision === 'int8') value = graph.add('DequantizeLinear', [value, graph.scalar(scale), graph.constant([], Uint8Array.of(0))])
  const head = (count: number) =>
    graph.constant([count, channels, 1, 1], gaussian(random, count * channels, headGain / Math.sqrt(channels)))
  graph.add('Sigmoid', [graph.add('Conv', [value, head(labels.length)])], { as: 'heat' })
  graph.add('Conv', [value, head(boxTerms)], { as: 'box' })
  const heads = [
    { name: 'heat', type: 'float32' as const, dims: [1, labels.length, side, side] },
    { name: 'box', type: 'float32' as const, dims: [1, boxTerms, side, side] },
  ]
  return graph.write([input], [...heads, ...outputs])
}

function scaled(graph: Graph, planes: string): string {
  return graph.add('Mul', [graph.add('Cast', [planes], { attributes: { to: 1 } }), graph.scalar(1 / 255)])
}

/** One scale for each output channel; ReLU is free, as an unsigned output with zero point 0 cuts off what is negative. */
function addQuantizedConvolution(
  graph: Graph,
  input: string,
  weights: Float32Array,
  dims: readonly number[],
  attributes: Record<string, number | number[]>,
  inScale: number,
  outScale: number,
): string {
  const count = dims[0] as number
  const each = weights.length / count
  const scales = Float32Array.from(
    { length: count },
    (_, channel) =>
      weights.subarray(channel * each, (channel + 1) * each).reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9) / 127,
  )
  const quantized = Int8Array.from(weights, (weight, index) => Math.round(weight / (scales[Math.floor(index / each)] as number)))
  const zero = graph.constant([], Uint8Array.of(0))
  const weightArguments = [graph.constant(dims, quantized), graph.constant([count], scales), graph.constant([count], new Int8Array(count))]
  return graph.add('QLinearConv', [input, graph.scalar(inScale), zero, ...weightArguments, graph.scalar(outScale), zero], { attributes })
}

export function cardOf(plan: NetPlan, bytes: Uint8Array): ModelCard {
  return ModelCard.parse({
    ...{ name: 'bench', version: '1', head: 'grid', labels, thresholds: { bottle: 0.6, hand: 0.6 } },
    digest: createHash('sha256').update(bytes).digest('hex'),
    input: { name: 'picture', width: plan.side, height: plan.side, type: 'uint8', layout: 'nhwc' },
    ...{ dataset: 'none', licence: 'MIT', metrics: { on: 'nothing', perClass: {} } },
  })
}

/** mulberry32, public domain. */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function gaussian(random: () => number, count: number, deviation: number): Float32Array {
  return Float32Array.from({ length: count }, () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()) * deviation)
}
