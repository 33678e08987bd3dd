/** Of the standard normal distribution, for 95 % on both sides. */
const z95 = 1.96

/** The difference of two shares that were measured on the same objects, with its 95 % interval. */
export interface PairedDifference {
  readonly count: number
  readonly difference: number
  readonly low: number
  readonly high: number
}

/**
 * How much more of the same objects the first list has than the second. Only objects on which they differ say something, so
 * this is far sharper than comparing two shares (Wald's interval for paired proportions).
 *
 * @param first, second one entry an object, in the same order
 */
export function pairedDifference(first: readonly boolean[], second: readonly boolean[]): PairedDifference {
  const count = Math.min(first.length, second.length)
  if (count === 0) return { count, difference: 0, low: -1, high: 1 }
  let [gained, lost] = [0, 0]
  for (let index = 0; index < count; index++) {
    if (first[index] && !second[index]) gained++
    if (!first[index] && second[index]) lost++
  }
  const difference = (gained - lost) / count
  const error = Math.sqrt(Math.max(0, gained + lost - (gained - lost) ** 2 / count)) / count
  return { count, difference, low: Math.max(-1, difference - z95 * error), high: Math.min(1, difference + z95 * error) }
}
