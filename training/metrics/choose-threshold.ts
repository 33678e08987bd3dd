import type { Judged } from '../../shared/domain/match-boxes.ts'
import { measureAt } from '../../shared/domain/precision-recall.ts'

/** What is taken where nothing speaks for another: this head's scores part objects from the rest near it. */
export const usualThreshold = 0.3

const candidates = Array.from({ length: 41 }, (_, index) => (20 + index) / 100)

/**
 * Chooses the least score that counts as an object, from validation frames only.
 *
 * Of the thresholds 0.2 … 0.6 with about as few errors as the best, the one nearest to 0.3. Scores on validation frames, which
 * resemble those learned from, sit near 0.95: the middle of the best F1 would be 0.85, and lose half of the objects elsewhere.
 */
export function chooseThreshold(judged: readonly Judged[], wanted: number): number {
  if (wanted === 0) return usualThreshold
  const errors = candidates.map((threshold) => {
    const { falsePositives, falseNegatives } = measureAt(judged, wanted, threshold)
    return falsePositives + falseNegatives
  })
  const least = Math.min(...errors)
  const bearable = least + Math.max(2, Math.sqrt(least))
  const good = candidates.filter((_, index) => errors[index]! <= bearable)
  const nearest = good.reduce((best, one) => (Math.abs(one - usualThreshold) < Math.abs(best - usualThreshold) ? one : best))
  return Math.round(nearest * 100) / 100
}
