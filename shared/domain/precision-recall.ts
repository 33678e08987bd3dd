import type { Judged } from './match-boxes.ts'

export interface PrecisionRecall {
  /** Share of the found boxes that are right; 1 where nothing was found and nothing was wanted, else 0 without a right one. */
  readonly precision: number
  /** Share of the wanted boxes that were found. */
  readonly recall: number
  /** Harmonic mean of both. */
  readonly f1: number
  readonly falsePositives: number
  readonly falseNegatives: number
}

/** Counts the boxes with at least the score `threshold`. */
export function measureAt(judged: readonly Judged[], wanted: number, threshold: number): PrecisionRecall {
  const kept = judged.filter((one) => one.score >= threshold)
  const right = kept.filter((one) => one.isRight).length
  const falsePositives = kept.length - right
  const falseNegatives = wanted - right
  const nothing = wanted === 0 ? 1 : 0
  return {
    precision: kept.length > 0 ? right / kept.length : nothing,
    recall: wanted > 0 ? right / wanted : 1,
    f1: kept.length + wanted > 0 ? (2 * right) / (kept.length + wanted) : 1,
    falsePositives,
    falseNegatives,
  }
}

/**
 * Area under the curve of precision over recall, precision made falling (as PASCAL VOC 2010 and COCO do, without COCO's
 * 101 steps). 1 where nothing was wanted and nothing found, 0 where nothing was wanted and something found.
 */
export function averagePrecision(judged: readonly Judged[], wanted: number): number {
  if (wanted === 0) return judged.length === 0 ? 1 : 0
  let right = 0
  const precisions = judged.map(({ isRight }, index) => {
    if (isRight) right++
    return right / (index + 1)
  })
  let best = 0
  let sum = 0
  for (let index = judged.length - 1; index >= 0; index--) {
    best = Math.max(best, precisions[index]!)
    if (judged[index]!.isRight) sum += best
  }
  // Divided once and at the end: the sum of many shares can come out above 1.
  return sum / wanted
}
