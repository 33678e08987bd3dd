/** The middle of the values; of an even number of values the mean of the two in the middle. 0 without any. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** Makes the median absolute deviation of a normal distribution its standard deviation: 1 / Φ⁻¹(¾). */
export const medianDeviationScale = 1.4826
