import { createRandom, drawNormal } from '../data/random.ts'
import type { Layer, LayerName, Layout } from './layout.ts'

/** Scores start near 2 %, as most cells are empty; from 50 % the first steps would only push everything down. */
const initialScoreBias = -4

/** Deviation of a weight = gain / √(inputs of the cell). √2 suits a ReLU behind the layer, 1 a sum, and a head must start quietly. */
const gains: Partial<Record<LayerName, number>> = { top: 1, side: 1, head: 0.1 }

/** Parameters to start training from, the same for the same seed. */
export function drawInitialWeights(layout: Layout, seed: number): Float32Array {
  const random = createRandom(seed)
  const parameters = new Float32Array(layout.parameters)
  for (const layer of Object.values(layout.layers)) {
    const deviation = (gains[layer.name] ?? Math.SQRT2) / Math.sqrt(fanIn(layer))
    for (let index = 0; index < layer.weights; index++) parameters[layer.offset + index] = deviation * drawNormal(random)
  }
  const { head } = layout.layers
  const biases = head.offset + head.weights
  return parameters.fill(initialScoreBias, biases, biases + layout.labels.length)
}

function fanIn(layer: Layer): number {
  return layer.inputs * layer.kernel * layer.kernel
}
