import { pixelMean, pixelScale } from '../data/draw-light.ts'
import { toFloat16 } from '../onnx/float16.ts'
import { createGraph, type Graph } from '../onnx/graph.ts'
import type { ValueType } from '../onnx/write-model.ts'
import { addForward, type LayerWeights } from './forward.ts'
import { gridOf, type Layer, type LayerName, type Layout, patchPixels, strideOfOutput } from './layout.ts'

/** float16 halves the file; the arithmetic stays float32, as the weights are widened once when the model is opened. */
export type WeightStorage = 'float32' | 'float16'

/** Layers with fewer weights keep float32: there is nothing to win. */
const leastWeightsToHalve = 4096

export const inputName = 'image'

/**
 * Writes the net with its weights as the model that the edge runs: bytes in, scores and boxes out.
 *
 * Input `image`: uint8 [N, height, width, 3], RGB as decoders give it, so that no camera frame is converted in JavaScript.
 * Outputs: `heat` [N, labels, h, w] after the sigmoid, `box` [N, 4, h, w].
 */
export function writeDetector(layout: Layout, parameters: Float32Array, storage: WeightStorage = 'float32'): Uint8Array {
  const graph = createGraph()
  const layers = Object.values(layout.layers)
  const weights = layers.map((layer): [LayerName, LayerWeights] => [layer.name, addConstants(graph, layer, parameters, storage)])
  const patches = graph.add('Cast', [addPatches(graph, layout)], { attributes: { to: 1 } })
  const { head } = addForward(graph, layout, Object.fromEntries(weights) as Record<LayerName, LayerWeights>, patches)
  addHeadOutputs(graph, layout, head)
  return graph.write([imageInput(layout)], headOutputs(layout))
}

/** [N, height, width, 3] → [N, 48, height / 4, width / 4], whatever the type. */
export function addPatches(graph: Graph, { width, height }: Layout): string {
  const [columns, rows] = [width / patchPixels, height / patchPixels]
  const split = graph.add('Reshape', [inputName, graph.integers([-1, rows, patchPixels, columns, patchPixels * 3])])
  const moved = graph.add('Transpose', [split], { attributes: { perm: [0, 2, 4, 1, 3] } })
  return graph.add('Reshape', [moved, graph.integers([-1, patchPixels * patchPixels * 3, rows, columns])])
}

export function addHeadOutputs(graph: Graph, layout: Layout, head: string): void {
  const [logits, boxes] = graph.addSplit(head, [layout.labels.length, 4], 1) as [string, string]
  graph.add('Sigmoid', [logits], { as: 'heat' })
  graph.add('Identity', [boxes], { as: 'box' })
}

export function imageInput({ width, height }: Layout): ValueType {
  return { name: inputName, type: 'uint8', dims: ['N', height, width, 3] }
}

export function headOutputs(layout: Layout): ValueType[] {
  const grid = gridOf(layout, strideOfOutput)
  return [
    { name: 'heat', type: 'float32', dims: ['N', layout.labels.length, grid.height, grid.width] },
    { name: 'box', type: 'float32', dims: ['N', 4, grid.height, grid.width] },
  ]
}

function addConstants(graph: Graph, layer: Layer, parameters: Float32Array, storage: WeightStorage): LayerWeights {
  const { weights, biases } = layer.name === 'patch' ? foldNormalisation(layer, parameters) : weightsOf(layer, parameters)
  const dims = [layer.outputs, layer.inputs, layer.kernel, layer.kernel]
  const biasName = graph.constant([layer.outputs], biases)
  if (storage === 'float32' || weights.length < leastWeightsToHalve) return { weights: graph.constant(dims, weights), biases: biasName }
  const halves = graph.constant(dims, toFloat16(weights))
  return { weights: graph.add('Cast', [halves], { attributes: { to: 1 } }), biases: biasName }
}

/** A layer's part of the flat vector of parameters. */
export function weightsOf({ offset, weights, outputs }: Layer, parameters: Float32Array): { weights: Float32Array; biases: Float32Array } {
  const end = offset + weights
  return { weights: parameters.slice(offset, end), biases: parameters.slice(end, end + outputs) }
}

/** w · (x − mean) / scale + b, written as weights for x itself: no pass over the picture only to normalise it. */
function foldNormalisation(layer: Layer, parameters: Float32Array): { weights: Float32Array; biases: Float32Array } {
  const { weights, biases } = weightsOf(layer, parameters)
  const scaled = weights.map((weight) => weight / pixelScale)
  const shifted = biases.map((bias, output) => {
    const row = weights.subarray(output * layer.inputs, (output + 1) * layer.inputs)
    return bias - (row.reduce((sum, weight) => sum + weight, 0) * pixelMean) / pixelScale
  })
  return { weights: scaled, biases: shifted }
}
