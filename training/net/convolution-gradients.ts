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

/** Derivative of the loss by a layer's weights, flat in the order of the weights. */
export function addWeightGradient(graph: Graph, layer: Layer, slope: Slope): string {
  const gradient = layer.kernel === 1 ? addProductOverImages(graph, layer, slope) : addShiftedProducts(graph, layer, slope)
  return graph.add('Reshape', [gradient, graph.integers([-1])])
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
function addProductOverImages(graph: Graph, layer: Layer, { gradient, input, batch, grid }: Slope): string {
  const cells = grid.width * grid.height
  const left = graph.add('Reshape', [gradient, graph.integers([batch, layer.outputs, cells])])
  const right = graph.add('Reshape', [input, graph.integers([batch, layer.inputs, cells])])
  const perImage = graph.add('FusedMatMul', [left, right], { attributes: { transB: 1 }, domain: 'com.microsoft' })
  return graph.add('ReduceSum', [perImage, graph.integers([0])], { attributes: { keepdims: 0 } })
}

/**
 * [outputs · inputs, 9]: for each place in the kernel, one matrix product of the gradient and the input shifted to that place.
 *
 * Chosen by stopwatch. With the channels last, a shifted slice copies whole cells, and all images go into one product: a
 * fifth to two fifths faster than slices with the channels first or one convolution of the transposed tensors.
 */
function addShiftedProducts(graph: Graph, { stride, dilation, inputs, outputs }: Layer, { gradient, input, batch, grid }: Slope): string {
  const { width, height } = grid
  const cells = batch * width * height
  const byOutput = graph.add('Transpose', [gradient], { attributes: { perm: [1, 0, 2, 3] } })
  const gradients = graph.add('Reshape', [byOutput, graph.integers([outputs, cells])])
  const channelsLast = graph.add('Transpose', [input], { attributes: { perm: [0, 2, 3, 1] } })
  const padded = graph.add('Pad', [channelsLast, graph.integers([0, dilation, dilation, 0, 0, dilation, dilation, 0])])
  const products: string[] = []
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      const [top, left] = [row * dilation, column * dilation]
      const start = graph.integers([top, left])
      const end = graph.integers([top + stride * (height - 1) + 1, left + stride * (width - 1) + 1])
      const shifted = graph.add('Slice', [padded, start, end, graph.integers([1, 2]), graph.integers([stride, stride])])
      products.push(graph.add('MatMul', [gradients, graph.add('Reshape', [shifted, graph.integers([cells, inputs])])]))
    }
  }
  const stacked = graph.add('Concat', products, { attributes: { axis: 0 } })
  const byPlace = graph.add('Reshape', [stacked, graph.integers([9, outputs * inputs])])
  return graph.add('Transpose', [byPlace], { attributes: { perm: [1, 0] } })
}
