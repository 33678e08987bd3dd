import type { Graph } from '../onnx/graph.ts'
import type { Layer, LayerName, Layout } from './layout.ts'

/** Names of a layer's weights [outputs, inputs, kernel, kernel] and biases [outputs] in the graph. */
export interface LayerWeights {
  readonly weights: string
  readonly biases: string
}

/** What each layer answers, after its ReLU where it has one, and the joint sum of `top` and `side`. */
export type Activations = Readonly<Record<LayerName | 'joint', string>>

/**
 * Writes the net into a graph.
 * @param patches values [N, 48, height / 4, width / 4]
 * @returns names of all activations; `head` is [N, labels + 4, height / 8, width / 8], scores before their sigmoid, then boxes
 */
export function addForward(graph: Graph, layout: Layout, weights: Readonly<Record<LayerName, LayerWeights>>, patches: string): Activations {
  const { layers } = layout
  const relu = (value: string) => graph.add('Relu', [value])
  const apply = (layer: Layer, input: string) => addConvolution(graph, layer, weights[layer.name], input)

  const patch = relu(apply(layers.patch, patches))
  const down8 = relu(apply(layers.down8, patch))
  const skip = relu(apply(layers.skip, down8))
  const down16 = relu(apply(layers.down16, skip))
  const deep1 = relu(apply(layers.deep1, down16))
  const deep2 = relu(apply(layers.deep2, deep1))
  const top = apply(layers.top, deep2)
  const side = apply(layers.side, skip)
  const joint = relu(graph.add('Add', [addDoubling(graph, top), side]))
  const neck = relu(apply(layers.neck, joint))
  const head = apply(layers.head, neck)
  return { patch, down8, skip, down16, deep1, deep2, top, side, joint, neck, head }
}

function addConvolution(graph: Graph, layer: Layer, { weights, biases }: LayerWeights, input: string): string {
  return graph.add('Conv', [input, weights, biases], { attributes: convolutionAttributes(layer) })
}

export function convolutionAttributes({ kernel, stride, dilation }: Layer): Record<string, number[]> {
  const pad = kernel === 3 ? dilation : 0
  return { kernel_shape: [kernel, kernel], strides: [stride, stride], dilations: [dilation, dilation], pads: [pad, pad, pad, pad] }
}

/** Each cell becomes 2 × 2 cells of the same value. */
export function addDoubling(graph: Graph, value: string): string {
  const scales = graph.constant([4], Float32Array.of(1, 1, 2, 2))
  const attributes = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }
  return graph.add('Resize', [value, '', scales], { attributes })
}

/** Cuts the flat vector of parameters into the weights and biases of each layer. */
export function addWeightViews(graph: Graph, layout: Layout, parameters: string): Record<LayerName, LayerWeights> {
  const layers = Object.values(layout.layers)
  const parts = graph.addSplit(
    parameters,
    layers.flatMap((layer) => [layer.weights, layer.outputs]),
    0,
  )
  const views = layers.map(({ name, kernel, inputs, outputs }, index): [LayerName, LayerWeights] => {
    const shape = graph.integers([outputs, inputs, kernel, kernel])
    return [name, { weights: graph.add('Reshape', [parts[2 * index]!, shape]), biases: parts[2 * index + 1]! }]
  })
  return Object.fromEntries(views) as Record<LayerName, LayerWeights>
}
