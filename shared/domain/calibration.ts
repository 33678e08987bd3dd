import { z } from 'zod'
import { wilson } from './intervals.ts'

const Fraction = z.number().min(0).max(1)

/** How far the confidence of incidents can be believed, by tenths. */
export const VerdictCalibration = z.strictObject({
  bins: z.array(z.strictObject({ count: z.int().nonnegative(), right: z.int().nonnegative(), confidence: Fraction })).length(10),
  count: z.int().nonnegative(),
  /** Mean confidence minus the share that people confirmed: above 0 = surer than right. */
  gap: z.number(),
  /**
   * Expected calibration error: by how much confidence and confirmed share of a tenth differ, whichever way, weighted by incidents;
   * with the bounds that hold in 95 of 100 cases. https://doi.org/10.1609/aaai.v29i1.9602
   */
  error: z.strictObject({ value: Fraction, low: Fraction, high: Fraction }),
})
export type VerdictCalibration = z.infer<typeof VerdictCalibration>

const binCount = 10

/**
 * The bounds of the error are those of all tenths at once: each gets Wilson's interval at a level that is shared out among them
 * (Bonferroni), so they promise too little rather than too much. A lower bound of 0 says that chance alone explains the error.
 */
export function calibrationOf(judged: readonly { readonly confidence: number; readonly isRight: boolean }[]): VerdictCalibration {
  const count = judged.length
  const bins = Array.from({ length: binCount }, (_, bin) => {
    const inside = judged.filter(({ confidence }) => Math.min(binCount - 1, Math.floor(confidence * binCount)) === bin)
    const right = inside.filter(({ isRight }) => isRight).length
    return { count: inside.length, right, confidence: Math.min(1, mean(inside.map(({ confidence }) => confidence))) }
  })
  const used = bins.filter((bin) => bin.count > 0)
  const sigmas = sigmasFor(used.length)
  const weighted = (differenceOf: (bin: (typeof bins)[number]) => number) =>
    Math.min(
      1,
      used.reduce((sum, bin) => sum + (bin.count / count) * differenceOf(bin), 0),
    )
  return {
    ...{ bins, count },
    gap: mean(judged.map(({ confidence }) => confidence)) - mean(judged.map(({ isRight }) => (isRight ? 1 : 0))),
    error: {
      value: weighted(({ right, count, confidence }) => Math.abs(right / count - confidence)),
      low: weighted(({ right, count, confidence }) => {
        const { low, high } = wilson(right, count, sigmas)
        return Math.max(0, low - confidence, confidence - high)
      }),
      high:
        count === 0
          ? 1
          : weighted(({ right, count, confidence }) => {
              const { low, high } = wilson(right, count, sigmas)
              return Math.max(high - confidence, confidence - low)
            }),
    },
  }
}

/** Of a normal distribution: 0.05 / intervals lies outside, on both sides. For 1 to 10 intervals. */
const sharedSigmas = [1.95996, 2.2414, 2.39398, 2.49771, 2.57583, 2.63826, 2.69011, 2.73437, 2.77291, 2.80703]

function sigmasFor(intervals: number): number {
  return sharedSigmas[Math.max(1, intervals) - 1]!
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
