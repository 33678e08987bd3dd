import type { Graph } from '../onnx/graph.ts'
import { convolutionAttributes } from './forward.ts'
import type { Grid, Layer } from './layout.ts'

/** Output of a layer as it runs backwards: names of values in the graph, and the sizes that go with them. */
export interface Slope {
  /** Derivative of the loss by the layer's output, [batch, outputs, height, width]. */
  readonly gradient: string
  /** What the layer was given, [batch, inputs, height · stride, width · stride]. */
  readonly input: string
  readonly batch: number
  /** The layer's output grid. */
  readonly grid: Grid
}

/**
 * Derivative of the loss by a layer's weights, flat in the order of the weights.
 *
 * The formulations were chosen by stopwatch: shifted slices with one matrix product each win at stride 1, one convolution
 * of the transposed tensors wins at stride 2, where slices with a step are slow in ONNX Runtime.
 */
export function addWeightGradient(graph: Graph, layer: Layer, slope: Slope): string {
  if (layer.kernel === 1) return flatten(graph, addProductOverImages(graph, slope.gradient, slope.input, layer, slope))
  return flatten(graph, layer.stride === 1 ? addShiftedProducts(graph, layer, slope) : addTransposedConvolution(graph, layer, slope))
}

/** Derivative by the biases, [outputs]. */
export function addBiasGradient(graph: Graph, { gradient }: Slope): string {
  return graph.add('ReduceSum', [gradient, graph.integers([0, 2, 3])], { attributes: { keepdims: 0 } })
}

/** Derivative of the loss by what the layer was given. */
export function addInputGradient(graph: Graph, layer: Layer, weights: string, gradient: string): string {
  if (layer.stride === 2) {
    // Even sizes: the forward pads −1 … size, so the last row and column must be asked for.
    const attributes = { ...convolutionAttributes(layer), output_padding: [1, 1] }
    return graph.add('ConvTranspose', [gradient, weights], { attributes })
  }
  // A convolution with the turned kernel is faster than ConvTranspose.
  const transposed = graph.add('Transpose', [weights], { attributes: { perm: [1, 0, 2, 3] } })
  if (layer.kernel === 1) return graph.add('Conv', [gradient, transposed], { attributes: convolutionAttributes(layer) })
  const ends = graph.integers([-10, -10])
  const back = graph.integers([-1, -1])
  const turned = graph.add('Slice', [transposed, back, ends, graph.integers([2, 3]), back])
  return graph.add('Conv', [gradient, turned], { attributes: convolutionAttributes(layer) })
}

/** [outputs, inputs] = Σ over images and cells of gradient · inputᵀ. */
function addProductOverImages(graph: Graph, gradient: string, input: string, layer: Layer, { batch, grid }: Slope): string {
  const cells = grid.width * grid.height
  const left = graph.add('Reshape', [gradient, graph.integers([batch, layer.outputs, cells])])
  const right = graph.add('Reshape', [input, graph.integers([batch, layer.inputs, cells])])
  const perImage = graph.add('FusedMatMul', [left, right], { attributes: { transB: 1 }, domain: 'com.microsoft' })
  return graph.add('ReduceSum', [perImage, graph.integers([0])], { attributes: { keepdims: 0 } })
}

function addShiftedProducts(graph: Graph, layer: Layer, slope: Slope): string {
  const { width, height } = slope.grid
  const padded = graph.add('Pad', [slope.input, graph.integers([0, 0, 1, 1, 0, 0, 1, 1])])
  const taps: string[] = []
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      const start = graph.integers([row, column])
      const end = graph.integers([row + height, column + width])
      const shifted = graph.add('Slice', [padded, start, end, graph.integers([2, 3])])
      const product = addProductOverImages(graph, slope.gradient, shifted, layer, slope)
      taps.push(graph.add('Unsqueeze', [product, graph.integers([2])]))
    }
  }
  return graph.add('Concat', taps, { attributes: { axis: 2 } })
}

/** dW = conv(xᵀ, dyᵀ) with the stride as dilation; images and channels change places. */
function addTransposedConvolution(graph: Graph, layer: Layer, { input, gradient, grid }: Slope): string {
  const perm = { attributes: { perm: [1, 0, 2, 3] } }
  const images = graph.add('Transpose', [input], perm)
  const kernels = graph.add('Transpose', [gradient], perm)
  const attributes = {
    kernel_shape: [grid.height, grid.width],
    dilations: [layer.stride, layer.stride],
    pads: [1, 1, 0, 0],
  }
  const product = graph.add('Conv', [images, kernels], { attributes })
  return graph.add('Transpose', [product], perm)
}

function flatten(graph: Graph, value: string): string {
  return graph.add('Reshape', [value, graph.integers([-1])])
}
