import type { Graph } from '../onnx/graph.ts'

/** Names of the inputs that say what the net should have answered; `data/targets.ts` fills them. */
export interface TargetNames {
  /** Wanted scores 0..1, exactly 1 in the cell of an object's centre, [batch, labels, h, w]. */
  readonly heat: string
  /** Weight of each score, already divided by the number of objects; 0 where the truth is not known. Shape of `heat`. */
  readonly heatWeight: string
  /** Wanted boxes, [batch, 4, h, w]. */
  readonly box: string
  /** Weight of each cell's box, summing up to 1 over the batch, [batch, 1, h, w]. */
  readonly boxWeight: string
}

export interface Loss {
  /** Scalar. */
  readonly loss: string
  /** Derivative of the loss by what it was computed from. */
  readonly gradient: string
}

/**
 * Focal loss of the scores (Law and Deng, CornerNet, 2018; α = 2, β = 4): cells near a centre are punished less for being
 * sure, and easy cells hardly count, else the thousands of empty cells would drown the few with objects.
 */
export function addHeatLoss(graph: Graph, logits: string, { heat, heatWeight }: TargetNames): Loss {
  const mul = (a: string, b: string) => graph.add('Mul', [a, b])
  const sub = (a: string, b: string) => graph.add('Sub', [a, b])
  const one = graph.scalar(1)
  const two = graph.scalar(2)

  const score = graph.add('Sigmoid', [logits])
  const rest = sub(one, score)
  // ln p = z − softplus(z), ln(1 − p) = −softplus(z): exact where p rounds to 0 or 1.
  const softplus = graph.add('Softplus', [logits])
  const logScore = sub(logits, softplus)
  const scoreSquared = mul(score, score)
  const restSquared = mul(rest, rest)
  const isCentre = graph.add('Floor', [heat])
  const distance = sub(one, heat)
  const distanceSquared = mul(distance, distance)
  // Zero in the centres, as the wanted score is 1 there.
  const emptiness = mul(distanceSquared, distanceSquared)

  const centreLoss = graph.add('Neg', [mul(restSquared, logScore)])
  const emptyLoss = mul(scoreSquared, softplus)
  const perCell = graph.add('Add', [mul(isCentre, centreLoss), mul(emptiness, emptyLoss)])

  // y = 1: 2 p (1 − p)² ln p − (1 − p)³; elsewhere (1 − y)⁴ (p³ − 2 p² (1 − p) ln(1 − p))
  const centreSlope = mul(restSquared, sub(mul(mul(two, score), logScore), rest))
  const emptySlope = mul(scoreSquared, graph.add('Add', [score, mul(mul(two, rest), softplus)]))
  const slope = graph.add('Add', [mul(isCentre, centreSlope), mul(emptiness, emptySlope)])
  return { loss: addTotal(graph, mul(perCell, heatWeight)), gradient: mul(slope, heatWeight) }
}

/** Smooth L1 of the boxes: quadratic within ±`beta`, linear outside. */
export function addBoxLoss(graph: Graph, boxes: string, { box, boxWeight }: TargetNames, beta: number): Loss {
  const scaled = graph.add('Div', [graph.add('Sub', [boxes, box]), graph.scalar(beta)])
  const clipped = graph.add('Clip', [scaled, graph.scalar(-1), graph.scalar(1)])
  // With c = clip(d): c · (d − c / 2) is d² / 2 inside and |d| − ½ outside.
  const half = graph.add('Mul', [clipped, graph.scalar(0.5)])
  const perCell = graph.add('Mul', [graph.add('Mul', [clipped, graph.add('Sub', [scaled, half])]), graph.scalar(beta)])
  return {
    loss: addTotal(graph, graph.add('Mul', [perCell, boxWeight])),
    gradient: graph.add('Mul', [clipped, boxWeight]),
  }
}

function addTotal(graph: Graph, value: string): string {
  return graph.add('ReduceSum', [value], { attributes: { keepdims: 0 } })
}
