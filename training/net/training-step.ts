import { createGraph } from '../onnx/graph.ts'
import type { ValueType } from '../onnx/write-model.ts'
import { addBackward } from './backward.ts'
import { addForward, addWeightViews } from './forward.ts'
import { gridOf, type Layout, patchPixels, strideOfOutput } from './layout.ts'
import { addBoxLoss, addHeatLoss } from './losses.ts'
import { addAdam } from './optimizer.ts'

/** Errors of a box below a tenth of a cell count quadratically. */
const defaultBoxBeta = 0.1

export interface StepOptions {
  /** Images per step. Fixed, because fixed shapes run faster. */
  readonly batch: number
  readonly boxBeta?: number
  /** Adds the outputs `gradient` (before clipping) and `head`, for checks. */
  readonly withGradient?: boolean
}

/**
 * One step of training as an ONNX graph: forward, loss, backward, Adam, running average of the weights.
 *
 * ONNX Runtime has no training in its npm packages, but a gradient is ordinary arithmetic. This is 35 to 50 times faster than
 * a training library for JavaScript, and the engine that trains is the one that later runs on the edge.
 *
 * Inputs: `patches` [batch, 48, H / 4, W / 4] (normalised), `heat`, `heatWeight`, `box`, `boxWeight` (see losses.ts),
 * `parameters`, `mean`, `square`, `average` (flat), `rate`, `averageDecay` (scalars).
 * Outputs: `heatLoss`, `boxLoss` (scalars), `nextParameters`, `nextMean`, `nextSquare`, `nextAverage`.
 */
export function writeTrainingStep(layout: Layout, { batch, boxBeta = defaultBoxBeta, withGradient = false }: StepOptions): Uint8Array {
  const graph = createGraph()
  const weights = addWeightViews(graph, layout, 'parameters')
  const activations = addForward(graph, layout, weights, 'patches')
  const [logits, boxes] = graph.addSplit(activations.head, [layout.labels.length, 4], 1) as [string, string]
  const targets = { heat: 'heat', heatWeight: 'heatWeight', box: 'box', boxWeight: 'boxWeight' }
  const heatLoss = addHeatLoss(graph, logits, targets)
  const boxLoss = addBoxLoss(graph, boxes, targets, boxBeta)
  graph.add('Identity', [heatLoss.loss], { as: 'heatLoss' })
  graph.add('Identity', [boxLoss.loss], { as: 'boxLoss' })

  const headGradient = graph.add('Concat', [heatLoss.gradient, boxLoss.gradient], { attributes: { axis: 1 } })
  const gradient = addBackward(graph, layout, weights, { ...activations, patches: 'patches' }, headGradient, batch)
  addAdam(
    graph,
    gradient,
    { parameters: 'parameters', mean: 'mean', square: 'square', average: 'average' },
    { rate: 'rate', averageDecay: 'averageDecay' },
  )
  const outputs = [...scalars('heatLoss', 'boxLoss'), ...vectors(layout, 'nextParameters', 'nextMean', 'nextSquare', 'nextAverage')]
  if (withGradient) {
    graph.add('Identity', [gradient], { as: 'gradient' })
    graph.add('Identity', [activations.head], { as: 'head' })
    outputs.push(...vectors(layout, 'gradient'), { name: 'head', type: 'float32', dims: stepShapes(layout, batch).head })
  }
  return graph.write(stepInputs(layout, batch), outputs)
}

function stepInputs(layout: Layout, batch: number): ValueType[] {
  const { patches, heat, box, boxWeight } = stepShapes(layout, batch)
  return [
    { name: 'patches', type: 'float32', dims: patches },
    { name: 'heat', type: 'float32', dims: heat },
    { name: 'heatWeight', type: 'float32', dims: heat },
    { name: 'box', type: 'float32', dims: box },
    { name: 'boxWeight', type: 'float32', dims: boxWeight },
    ...vectors(layout, 'parameters', 'mean', 'square', 'average'),
    ...scalars('rate', 'averageDecay'),
  ]
}

/** Shapes of what one step of `batch` images reads. */
export function stepShapes(layout: Layout, batch: number) {
  const fine = gridOf(layout, patchPixels)
  const cells = gridOf(layout, strideOfOutput)
  const labels = layout.labels.length
  return {
    patches: [batch, patchPixels * patchPixels * 3, fine.height, fine.width],
    heat: [batch, labels, cells.height, cells.width],
    box: [batch, 4, cells.height, cells.width],
    boxWeight: [batch, 1, cells.height, cells.width],
    head: [batch, labels + 4, cells.height, cells.width],
  }
}

function vectors(layout: Layout, ...names: string[]): ValueType[] {
  return names.map((name) => ({ name, type: 'float32', dims: [layout.parameters] }))
}

function scalars(...names: string[]): ValueType[] {
  return names.map((name) => ({ name, type: 'float32', dims: [] }))
}
