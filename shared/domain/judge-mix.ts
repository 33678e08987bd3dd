import { addMixes, chanceOfMix, compareMixes, sizeOfMix } from './compare-mixes.ts'
import type { DriftThresholds } from './drift-thresholds.ts'
import type { DriftFinding, JudgedPeriod } from './judge-drift.ts'
import { periodsOf } from './periods.ts'
import type { QualityHour } from './quality-hour.ts'
import type { QualityReference } from './quality-reference.ts'

/** The plant's own periods were so far apart: what counts is more than that. */
const beyondOwn = 1.5

/** Confidences or classes against those of the same time of the day, by the population stability index. */
export function judgeMix(
  { mixes, periodHours }: QualityReference,
  name: string,
  hours: readonly QualityHour[],
  { leastPsi, leastObjects }: DriftThresholds,
  alpha: number,
): Pick<DriftFinding, 'monitor' | 'least' | 'periods'> {
  const usual = mixes[name]
  if (usual === undefined) return { monitor: name, least: leastPsi, periods: [] }
  const least = Math.max(leastPsi, beyondOwn * usual.largestPsi)
  const periods = periodsOf(hours, periodHours, ({ hour, localHour }) => ({ at: hour, localHour })).flatMap(
    ({ from, to, slot, items }): JudgedPeriod[] => {
      const now = addMixes(items.map((hour) => hour.mixes[name] ?? {}))
      const before = usual.slots[slot] ?? {}
      const samples = sizeOfMix(now)
      if (samples < leastObjects || sizeOfMix(before) < leastObjects) return []
      const comparison = compareMixes(before, now)
      const chance = chanceOfMix(comparison, usual.designEffect)
      const { psi } = comparison
      const isOver = psi >= least && chance < alpha
      return [{ from, to, value: psi, expected: 0, band: { low: 0, high: least }, effect: psi, samples, chance, isOver }]
    },
  )
  return { monitor: name, least, periods }
}
