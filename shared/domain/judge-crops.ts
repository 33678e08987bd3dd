import { binomialAtLeast } from './distributions.ts'
import type { DriftThresholds } from './drift-thresholds.ts'
import type { DriftFinding, JudgedPeriod } from './judge-drift.ts'
import { noveltyOf } from './novelty.ts'
import { periodsOf } from './periods.ts'
import type { DescribedFrame } from './quality-hour.ts'
import type { QualityReference } from './quality-reference.ts'

/** Frames are fewer than inferences; half a day of them is enough to tell. */
const cropPeriodHours = 12
/** Even where the reference has none beyond its cutoff, one in fifty may be: its tail was estimated. */
const leastShare = 0.02

/** The share of crops that are unlike all of the reference's. */
export function judgeCrops(
  reference: QualityReference,
  group: 'objects' | 'fields',
  frames: readonly DescribedFrame[],
  { leastNovelty, leastCrops, leastFrames }: DriftThresholds,
  alpha: number,
): Pick<DriftFinding, 'monitor' | 'least' | 'periods'> {
  const expected = Math.max(leastShare, expectedShare(reference, group))
  const periods = periodsOf(frames, cropPeriodHours, ({ at, localHour }) => ({ at, localHour })).flatMap(
    ({ from, to, items }): JudgedPeriod[] => {
      const judged = items.map((frame) => novelCrops(reference, group, frame)).filter(({ crops }) => crops > 0)
      const samples = judged.reduce((sum, { crops }) => sum + crops, 0)
      if (samples < leastCrops || judged.length < leastFrames) return []
      const value = judged.reduce((sum, { novel }) => sum + novel, 0) / samples
      // Crops of one frame share its light and its moment: they count as one.
      const chance = binomialAtLeast(Math.floor(value * judged.length), judged.length, expected)
      const effect = value - expected
      const isOver = effect >= leastNovelty && chance < alpha
      return [{ from, to, value, expected, band: { low: 0, high: expected + leastNovelty }, effect, samples, chance, isOver }]
    },
  )
  return { monitor: `crops:${group}`, least: leastNovelty, periods }
}

/** How many crops of a frame can be judged, how many are unlike the reference, and how far the farthest is. */
export function novelCrops(
  reference: QualityReference,
  group: 'objects' | 'fields',
  { crops }: Pick<DescribedFrame, 'crops'>,
): { readonly crops: number; readonly novel: number; readonly farthest: number } {
  const prefix = group === 'fields' ? 'field:' : 'object:'
  const novelties = crops.flatMap(({ key, descriptor }) => {
    const usual = key.startsWith(prefix) ? reference.crops[key] : undefined
    return usual === undefined ? [] : [noveltyOf(usual, descriptor)]
  })
  return { crops: novelties.length, novel: novelties.filter((novelty) => novelty > 1).length, farthest: Math.max(0, ...novelties) }
}

function expectedShare({ crops }: QualityReference, group: 'objects' | 'fields'): number {
  const shares = Object.entries(crops).flatMap(([key, { share }]) => (key.startsWith('field:') === (group === 'fields') ? [share] : []))
  return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length
}
