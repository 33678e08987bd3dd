import { z } from 'zod'
import { betaQuantile } from './distributions.ts'

const z95 = 1.959963984540054

const Count = z.number().nonnegative()
const Fraction = z.number().min(0).max(1)

/** A share of a count, with the interval that holds the truth in 95 of 100 such cases. */
export const EstimatedShare = z.strictObject({
  right: Count,
  count: Count,
  /** Undefined where there is nothing to count. */
  share: Fraction.optional(),
  low: Fraction,
  high: Fraction,
})
export type EstimatedShare = z.infer<typeof EstimatedShare>

/** Wilson's score interval: keeps its promise also near 0 and 1, and for few. https://doi.org/10.1080/01621459.1927.10502953 */
export function wilson(right: number, count: number, sigmas = z95): EstimatedShare {
  if (count === 0) return { right, count, low: 0, high: 1 }
  const share = right / count
  const square = sigmas ** 2
  const middle = (share + square / (2 * count)) / (1 + square / count)
  const half = (sigmas / (1 + square / count)) * Math.sqrt((share * (1 - share)) / count + square / (4 * count ** 2))
  return { right, count, share, low: right === 0 ? 0 : Math.max(0, middle - half), high: right === count ? 1 : Math.min(1, middle + half) }
}

/** Clopper and Pearson's interval: never promises too much, for what decides. https://doi.org/10.1093/biomet/26.4.404 */
export function clopperPearson(right: number, count: number, confidence = 0.95): EstimatedShare {
  if (count === 0) return { right, count, low: 0, high: 1 }
  const tail = (1 - confidence) / 2
  return {
    ...{ right, count, share: right / count },
    low: right === 0 ? 0 : betaQuantile(tail, right, count - right + 1),
    high: right === count ? 1 : betaQuantile(1 - tail, right + 1, count - right),
  }
}

/**
 * The difference of two independent shares, with Newcombe's interval (his method 10, made of two Wilson intervals).
 * https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I
 */
export function differenceOfShares(a: EstimatedShare, b: EstimatedShare): { difference: number; low: number; high: number } {
  const [one = 0, other = 0] = [a.share, b.share]
  if (a.count === 0 || b.count === 0) return { difference: 0, low: -1, high: 1 }
  const difference = one - other
  return {
    difference,
    low: difference - Math.hypot(one - a.low, b.high - other),
    high: difference + Math.hypot(a.high - one, other - b.low),
  }
}
