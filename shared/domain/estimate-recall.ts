import type { SampleScore } from './daily-sample.ts'
import { type EstimatedShare, wilson } from './intervals.ts'

/** A drawn frame that a person has answered. */
export interface ScoredFrame {
  readonly probability: number
  readonly score: SampleScore
}

/**
 * Recall over all footage, from frames that were drawn by lot: each stands for 1 / probability of them (Hájek's ratio). Objects
 * of one frame are missed together, so frames and not objects are what is independent: the variance is that of the ratio over
 * frames (Taylor), and the interval is Wilson's for as many independent objects as would vary like that.
 *
 * @param labels Of which objects; all of them where left out
 * @returns `right` and `count` are the objects of the sample, as they were counted
 */
export function estimateRecall(frames: readonly ScoredFrame[], labels?: readonly string[]): EstimatedShare & { readonly frames: number } {
  const counted = frames.map(({ probability, score }) => {
    const own = Object.entries(score.perLabel).filter(([label]) => labels === undefined || labels.includes(label))
    const found = own.reduce((sum, [, one]) => sum + one.found, 0)
    return { weight: 1 / probability, found, objects: found + own.reduce((sum, [, one]) => sum + one.missed, 0) }
  })
  const holding = counted.filter(({ objects }) => objects > 0)
  const right = holding.reduce((sum, { found }) => sum + found, 0)
  const count = holding.reduce((sum, { objects }) => sum + objects, 0)
  const all = holding.reduce((sum, { weight, objects }) => sum + weight * objects, 0)
  if (all === 0) return { right: 0, count: 0, low: 0, high: 1, frames: frames.length }
  const share = Math.min(1, holding.reduce((sum, { weight, found }) => sum + weight * found, 0) / all)
  const residuals = holding.reduce((sum, { weight, found, objects }) => sum + (weight * (found - share * objects)) ** 2, 0)
  const few = holding.length / Math.max(1, holding.length - 1)
  const variance = (few * residuals) / all ** 2
  // Where all were found, or none, nothing varies, and each frame counts as one object.
  const effective = variance === 0 ? holding.length : Math.min(count, (share * (1 - share)) / variance)
  const { low, high } = wilson(share * effective, effective)
  return { right, count, share, low: Math.min(low, share), high: Math.max(high, share), frames: frames.length }
}
