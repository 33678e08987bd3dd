import { studentTails } from './distributions.ts'
import type { DriftThresholds } from './drift-thresholds.ts'
import type { DriftFinding, JudgedPeriod } from './judge-drift.ts'
import { fromScale, valueOfLevel } from './level-scale.ts'
import { periodsOf } from './periods.ts'
import type { LevelName, QualityHour } from './quality-hour.ts'
import type { QualityReference } from './quality-reference.ts'

type Judged = Pick<DriftFinding, 'monitor' | 'least' | 'periods'>

/**
 * A level against its mean at the same time of the day. What counts is both the difference in itself and the one in standard
 * deviations of the reference's own periods; its chance comes from Student's t for one more observation.
 */
export function judgeLevel(
  { levels, periodHours }: QualityReference,
  name: LevelName,
  hours: readonly QualityHour[],
  { leastLevels, leastDeviations, leastPictures }: DriftThresholds,
  alpha: number,
): Judged {
  const least = leastLevels[name]
  const usual = levels[name]
  if (usual === undefined) return { monitor: name, least, periods: [] }
  const degrees = Math.max(1, usual.periods - usual.slots.filter((mean) => mean !== null).length)
  const perSlot = usual.periods / Math.max(1, usual.slots.filter((mean) => mean !== null).length)
  // The mean is an estimate itself, of as many days as the reference has.
  const deviation = Math.max(1e-9, usual.deviation * Math.sqrt(1 + 1 / perSlot))
  const counts = Math.max(least, leastDeviations * deviation)
  const periods = periodsOf(hours, periodHours, ({ hour, localHour }) => ({ at: hour, localHour })).flatMap(
    ({ from, to, slot, items }): JudgedPeriod[] => {
      const now = valueOfLevel(items, name, leastPictures)
      const mean = usual.slots[slot] ?? null
      if (now === undefined || mean === null) return []
      const effect = now.value - mean
      const chance = studentTails(effect / deviation, degrees)
      const band = { low: fromScale(name, mean - counts), high: fromScale(name, mean + counts) }
      const isOver = Math.abs(effect) >= counts && chance < alpha
      const figures = { value: fromScale(name, now.value), expected: fromScale(name, mean), samples: now.samples }
      return [{ from, to, ...figures, band, effect, chance, isOver }]
    },
  )
  return { monitor: name, least, periods }
}
