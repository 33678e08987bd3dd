import type { Graph } from '../onnx/graph.ts'
import { addBiasGradient, addInputGradient, addWeightGradient } from './convolution-gradients.ts'
import type { Activations, LayerWeights } from './forward.ts'
import { gridOf, type LayerName, type Layout, patchPixels } from './layout.ts'

/**
 * Writes the backward pass of `addForward`.
 * @param headGradient derivative of the loss by the head's output
 * @returns name of the gradient, flat, in the order of the parameters
 */
export function addBackward(
  graph: Graph,
  layout: Layout,
  weights: Readonly<Record<LayerName, LayerWeights>>,
  activations: Activations & { readonly patches: string },
  headGradient: string,
  batch: number,
): string {
  const gradients = new Map<LayerName, string[]>()
  const grids = { fine: gridOf(layout, patchPixels), cells: gridOf(layout, 8), coarse: gridOf(layout, 16) }

  function addLayer(name: LayerName, input: keyof typeof activations, gradient: string, grid: keyof typeof grids): string {
    const slope = { gradient, input: activations[input], batch, grid: grids[grid] }
    gradients.set(name, [addWeightGradient(graph, layout.layers[name], slope), addBiasGradient(graph, slope)])
    return gradient
  }
  const through = (name: LayerName, gradient: string) => addInputGradient(graph, layout.layers[name], weights[name].weights, gradient)
  const relu = (name: keyof Activations, gradient: string) => addReluGradient(graph, activations[name], gradient)

  addLayer('head', 'neck', headGradient, 'cells')
  const neck = addLayer('neck', 'joint', relu('neck', through('head', headGradient)), 'cells')
  const joint = relu('joint', through('neck', neck))
  addLayer('side', 'skip', joint, 'cells')
  const top = addLayer('top', 'deep2', addHalving(graph, joint), 'coarse')
  const deep2 = addLayer('deep2', 'deep1', relu('deep2', through('top', top)), 'coarse')
  const deep1 = addLayer('deep1', 'down16', relu('deep1', through('deep2', deep2)), 'coarse')
  const down16 = addLayer('down16', 'skip', relu('down16', through('deep1', deep1)), 'coarse')
  const both = graph.add('Add', [through('side', joint), through('down16', down16)])
  const skip = addLayer('skip', 'down8', relu('skip', both), 'cells')
  const down8 = addLayer('down8', 'patch', relu('down8', through('skip', skip)), 'cells')
  addLayer('patch', 'patches', relu('patch', through('down8', down8)), 'fine')

  const inOrder = Object.values(layout.layers).flatMap((layer) => gradients.get(layer.name)!)
  return graph.add('Concat', inOrder, { attributes: { axis: 0 } })
}

/**
 * The gradient passes where the ReLU's output is above zero.
 *
 * Sign would say so in one operator, but ONNX Runtime computes it four times slower than this product cut off at 1.
 */
function addReluGradient(graph: Graph, output: string, gradient: string): string {
  const isAbove = graph.add('Min', [graph.add('Mul', [output, graph.scalar(1e30)]), graph.scalar(1)])
  return graph.add('Mul', [gradient, isAbove])
}

/** Backwards through the doubling: the sum of each 2 × 2 cells. */
function addHalving(graph: Graph, gradient: string): string {
  const mean = graph.add('AveragePool', [gradient], { attributes: { kernel_shape: [2, 2], strides: [2, 2] } })
  return graph.add('Mul', [mean, graph.scalar(4)])
}
