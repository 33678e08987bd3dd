import { chiSquareAbove } from './distributions.ts'
import type { Mix } from './quality-hour.ts'

export interface MixComparison {
  /** Population stability index: Σ (now − before) · ln(now / before), with half a count in every bin. */
  readonly psi: number
  readonly chiSquare: number
  readonly degrees: number
}

/**
 * How far two mixes are apart. Shares of a bin that one of them never saw would be infinitely far: every bin gets half a count
 * (Jeffreys), and bins that both know little of are put together.
 */
export function compareMixes(before: Mix, now: Mix): MixComparison {
  const bins = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()
  const counts = mergeScarce(bins.map((bin) => [before[bin] ?? 0, now[bin] ?? 0] as const))
  const [allBefore, allNow] = [sumOf(counts, 0), sumOf(counts, 1)]
  let [psi, chiSquare] = [0, 0]
  for (const [was, is] of counts) {
    const [p, q] = [(was + 0.5) / (allBefore + counts.length / 2), (is + 0.5) / (allNow + counts.length / 2)]
    psi += (q - p) * Math.log(q / p)
    const pooled = (was + is) / (allBefore + allNow)
    if (pooled > 0) chiSquare += (was - allBefore * pooled) ** 2 / (allBefore * pooled) + (is - allNow * pooled) ** 2 / (allNow * pooled)
  }
  return { psi, chiSquare: Number.isFinite(chiSquare) ? chiSquare : 0, degrees: Math.max(1, counts.length - 1) }
}

/** @param designEffect By how much chi-square is too large because objects are not independent */
export function chanceOfMix({ chiSquare, degrees }: MixComparison, designEffect: number): number {
  return chiSquareAbove(chiSquare / designEffect, degrees)
}

export function addMixes(mixes: readonly Mix[]): Mix {
  const sum: Record<string, number> = {}
  for (const mix of mixes) for (const [bin, count] of Object.entries(mix)) sum[bin] = (sum[bin] ?? 0) + count
  return sum
}

export function sizeOfMix(mix: Mix): number {
  return Object.values(mix).reduce((sum, count) => sum + count, 0)
}

/** Chi-square is one only where some five are to be expected. */
function mergeScarce(counts: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const total = sumOf(counts, 0) + sumOf(counts, 1)
  const smaller = Math.min(sumOf(counts, 0), sumOf(counts, 1))
  const isScarce = ([was, is]: readonly [number, number]) => total === 0 || ((was + is) * smaller) / total < 5
  const scarce = counts.filter(isScarce)
  const rest: readonly [number, number] = [sumOf(scarce, 0), sumOf(scarce, 1)]
  const kept = counts.filter((one) => !isScarce(one))
  return rest[0] + rest[1] === 0 ? kept : [...kept, rest]
}

function sumOf(counts: readonly (readonly [number, number])[], side: 0 | 1): number {
  return counts.reduce((sum, pair) => sum + pair[side], 0)
}
