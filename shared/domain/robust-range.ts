import { median, medianDeviationScale } from './median.ts'

/** A count of an earlier day, at the same time of the day. */
export interface Sample {
  /** 0–6 */
  readonly weekday: number
  readonly value: number
}

export interface ExpectedRange {
  readonly expected: number
  readonly low: number
  readonly high: number
  /** One spread of the samples, in counts. */
  readonly spread: number
}

/** Two full weeks: before that nobody knows what is usual. */
const leastSamples = 14
const leastOfWeekday = 2
/** So many spreads from what is expected. Of a normal distribution one in three million values lies further out on one side. */
const spreads = 5
/** Fewer things more or less than expected are never worth a word. */
const leastDifference = 5

/**
 * Which counts are usual at this weekday, by medians alone: a few bad days among the samples move nothing. The weekday's
 * factor is the median of its samples over the median of all; what is left when it is taken out gives the spread, which is
 * never less than that of counting itself (the square root).
 *
 * @param effect Least distance from what is expected that counts, as a share of it
 * @returns undefined with less than two weeks of samples, or fewer than two of this weekday
 */
export function expectedRange(samples: readonly Sample[], weekday: number, effect: number): ExpectedRange | undefined {
  const byWeekday = Map.groupBy(samples, (sample) => sample.weekday)
  if (samples.length < leastSamples || (byWeekday.get(weekday)?.length ?? 0) < leastOfWeekday) return undefined
  const typical = median(samples.map(({ value }) => value))
  const factorOf = (day: number) => {
    const own = median((byWeekday.get(day) ?? []).map(({ value }) => value))
    // Where most samples are 0 there is no rhythm to take out; each weekday then stands for itself.
    return typical === 0 ? undefined : own / typical
  }
  const factor = factorOf(weekday)
  const level = factor === undefined ? median(byWeekday.get(weekday)!.map(({ value }) => value)) : typical * factor
  const left = samples.flatMap(({ weekday: day, value }) => {
    const own = factorOf(day)
    if (own === undefined) return day === weekday ? [value - level] : []
    return own === 0 || factor === 0 ? [] : [(value / own - typical) * factor!]
  })
  const mad = left.length === 0 ? 0 : median(left.map(Math.abs))
  const spread = Math.max(medianDeviationScale * mad, Math.sqrt(level + 1))
  const distance = Math.max(spreads * spread, effect * level, leastDifference)
  const rounded = (value: number) => Math.round(value * 100) / 100
  return { expected: rounded(level), low: rounded(Math.max(0, level - distance)), high: rounded(level + distance), spread }
}
