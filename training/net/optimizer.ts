import type { Graph } from '../onnx/graph.ts'

/** Names of the flat vectors that one step reads and replaces. */
export interface OptimizerState {
  readonly parameters: string
  /** Running mean of the gradient. */
  readonly mean: string
  /** Running mean of the squared gradient. */
  readonly square: string
  /** Running mean of the parameters: steadier than the parameters themselves, and what is exported. */
  readonly average: string
}

export interface OptimizerInputs {
  /** Scalar that already holds Adam's correction for the first steps, see `adamRate`. */
  readonly rate: string
  /** Scalar: share of the old average that is kept. */
  readonly averageDecay: string
}

const meanDecay = 0.9
const squareDecay = 0.999
const epsilon = 1e-7

/** Longest gradient that is believed. It is 20–50 in the first fifth of a training and below 5 at its end. */
const longestGradient = 10

/** Adam (Kingma and Ba, 2015) without weight decay, on the gradient cut to a length of 10. Outputs are named `next-…`. */
export function addAdam(graph: Graph, gradient: string, state: OptimizerState, inputs: OptimizerInputs): OptimizerState {
  const limit = graph.scalar(longestGradient)
  const squares = graph.add('ReduceSumSquare', [gradient], { attributes: { keepdims: 0 } })
  const length = graph.add('Max', [graph.add('Sqrt', [squares]), limit])
  const clipped = graph.add('Mul', [gradient, graph.add('Div', [limit, length])])

  const mean = addRunningMean(graph, state.mean, clipped, graph.scalar(meanDecay), 'nextMean')
  const squared = graph.add('Mul', [clipped, clipped])
  const square = addRunningMean(graph, state.square, squared, graph.scalar(squareDecay), 'nextSquare')
  const root = graph.add('Add', [graph.add('Sqrt', [square]), graph.scalar(epsilon)])
  const step = graph.add('Mul', [graph.add('Div', [mean, root]), inputs.rate])
  const parameters = graph.add('Sub', [state.parameters, step], { as: 'nextParameters' })
  const average = addRunningMean(graph, state.average, parameters, inputs.averageDecay, 'nextAverage')
  return { parameters, mean, square, average }
}

/** old + (1 − decay) · (new − old) */
function addRunningMean(graph: Graph, old: string, fresh: string, decay: string, as: string): string {
  const share = graph.add('Sub', [graph.scalar(1), decay])
  const change = graph.add('Mul', [graph.add('Sub', [fresh, old]), share])
  return graph.add('Add', [old, change], { as })
}

/** Adam's step size at step `count` (from 1): both running means start at zero and are too small at first. */
export function adamRate(rate: number, count: number): number {
  return (rate * Math.sqrt(1 - squareDecay ** count)) / (1 - meanDecay ** count)
}

/** The average forgets quickly at first, so that the first weights, which are noise, leave it. */
export function averageDecayAt(count: number): number {
  return Math.min(0.998, (1 + count) / (10 + count))
}
