import { pixelMean, pixelScale } from '../data/draw-light.ts'
import { addHeadOutputs, addPatches, headOutputs, imageInput, weightsOf } from '../net/detector.ts'
import { addDoubling, convolutionAttributes } from '../net/forward.ts'
import type { Layer, Layout } from '../net/layout.ts'
import { createGraph, type Graph } from '../onnx/graph.ts'
import type { Ranges } from './calibrate.ts'

/** A value in bytes: real = scale · (byte − zero). */
interface Quantized {
  readonly value: string
  readonly scale: number
  readonly zero: number
}

interface Scale {
  readonly scale: number
  readonly zero: number
}

/**
 * Weights use −63 … 63 instead of −127 … 127: processors without VNNI add two products in 16 bits, and those must not overflow.
 * Only then does the model answer the same everywhere.
 */
const largestWeight = 63

/**
 * Writes the net with int8 arithmetic: bytes from the picture to the last layer, which stays float because boxes need its
 * precision and it costs next to nothing. Same input and outputs as `writeDetector`.
 */
export function writeQuantizedDetector(layout: Layout, parameters: Float32Array, ranges: Ranges): Uint8Array {
  const graph = createGraph()
  const { layers } = layout
  const apply = (layer: Layer, input: Quantized) => addConvolution(graph, layer, parameters, input, scaleOf(ranges[layer.name]))

  // The picture's bytes are already quantized: (byte − 114) / 64 is what the net was trained on.
  const patches = { value: addPatches(graph, layout), scale: 1 / pixelScale, zero: pixelMean }
  const down8 = apply(layers.down8, apply(layers.patch, patches))
  const skip = apply(layers.skip, down8)
  const deep = apply(layers.deep2, apply(layers.deep1, apply(layers.down16, skip)))
  const top = apply(layers.top, deep)
  const doubled = { ...top, value: addDoubling(graph, top.value) }
  const joint = addSum(graph, doubled, apply(layers.side, skip), scaleOf(ranges.joint))
  const neck = apply(layers.neck, joint)

  const { weights, biases } = weightsOf(layers.head, parameters)
  const inputs = [
    graph.add('DequantizeLinear', [neck.value, graph.scalar(neck.scale), addByte(graph, neck.zero)]),
    graph.constant([layers.head.outputs, layers.head.inputs, 1, 1], weights),
    graph.constant([layers.head.outputs], biases),
  ]
  addHeadOutputs(graph, layout, graph.add('Conv', inputs, { attributes: convolutionAttributes(layers.head) }))
  return graph.write([imageInput(layout)], headOutputs(layout))
}

/** A ReLU needs no operator: its range starts at zero, and bytes cannot be lower. */
function scaleOf({ low, high }: { low: number; high: number }): Scale {
  const scale = Math.max(high - low, 1e-6) / 255
  return { scale, zero: Math.min(255, Math.round(-low / scale)) }
}

function addConvolution(graph: Graph, layer: Layer, parameters: Float32Array, input: Quantized, output: Scale): Quantized {
  const { weights, biases } = weightsOf(layer, parameters)
  const perOutput = weights.length / layer.outputs
  const scales = new Float32Array(layer.outputs)
  const bytes = new Int8Array(weights.length)
  for (let index = 0; index < layer.outputs; index++) {
    const row = weights.subarray(index * perOutput, (index + 1) * perOutput)
    const scale = Math.max(1e-9, ...row.map(Math.abs)) / largestWeight
    scales[index] = scale
    bytes.set(
      row.map((weight) => Math.round(weight / scale)),
      index * perOutput,
    )
  }
  const wholeBiases = Int32Array.from(biases, (bias, index) => Math.round(bias / (input.scale * scales[index]!)))
  const inputs = [
    ...operand(graph, input),
    graph.constant([layer.outputs, layer.inputs, layer.kernel, layer.kernel], bytes),
    graph.constant([layer.outputs], scales),
    graph.constant([layer.outputs], new Int8Array(layer.outputs)),
    graph.scalar(output.scale),
    addByte(graph, output.zero),
    graph.constant([layer.outputs], wholeBiases),
  ]
  return { ...output, value: graph.add('QLinearConv', inputs, { attributes: convolutionAttributes(layer) }) }
}

function addSum(graph: Graph, a: Quantized, b: Quantized, output: Scale): Quantized {
  const inputs = [...operand(graph, a), ...operand(graph, b), graph.scalar(output.scale), addByte(graph, output.zero)]
  return { ...output, value: graph.add('QLinearAdd', inputs, { domain: 'com.microsoft' }) }
}

function operand(graph: Graph, { value, scale, zero }: Quantized): [string, string, string] {
  return [value, graph.scalar(scale), addByte(graph, zero)]
}

function addByte(graph: Graph, value: number): string {
  return graph.constant([], Uint8Array.of(value))
}
