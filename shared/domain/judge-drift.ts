import type { DriftThresholds } from './drift-thresholds.ts'
import { followBreach } from './follow-breach.ts'
import type { Instant } from './ids.ts'
import { judgeCrops } from './judge-crops.ts'
import { judgeLevel } from './judge-level.ts'
import { judgeMix } from './judge-mix.ts'
import type { DescribedFrame, LevelName, QualityHour } from './quality-hour.ts'
import type { QualityReference } from './quality-reference.ts'

/** One period as a monitor sees it. */
export interface JudgedPeriod {
  readonly from: Instant
  readonly to: Instant
  /** In the unit of the level; of a mix the stability index; of crops the share that is unlike the reference. */
  readonly value: number
  readonly expected: number
  /** What is as usual: the effect stays below what counts. */
  readonly band: { readonly low: number; readonly high: number }
  /** On the scale of the threshold, with its sign. */
  readonly effect: number
  readonly samples: number
  /** How likely the reference's plant would be so far off. */
  readonly chance: number
  readonly isOver: boolean
}

/** What one monitor says of a camera. */
export interface DriftFinding {
  /** The level's or the mix's name, or `crops:objects`, `crops:fields`. */
  readonly monitor: string
  /** The effect from which it counts. */
  readonly least: number
  readonly periods: readonly JudgedPeriod[]
  /** The period with which a breach that still lasts began. */
  readonly breachedSince: Instant | undefined
}

export interface DriftQuestion {
  readonly reference: QualityReference
  /** Of the camera, in any order; those of the reference's window may be among them and are not judged. */
  readonly hours: readonly QualityHour[]
  readonly frames: readonly DescribedFrame[]
  readonly thresholds: DriftThresholds
  /** Periods that end later are not over yet. */
  readonly now: Instant
  /** Of how many cameras are judged beside it: they share the chance of a false breach. */
  readonly cameras: number
}

/**
 * Holds what a camera and its model gave against what was usual for them. Pure: no clock, no store; the same observations give
 * the same findings. Nothing follows from it by itself but a question to people.
 */
export function judgeDrift({ reference, hours, frames, thresholds, now, cameras }: DriftQuestion): DriftFinding[] {
  const isJudged = (at: Instant) => at < reference.from || at >= reference.to
  const own = hours.filter(({ hour }) => isJudged(hour))
  const levels = Object.keys(reference.levels).sort() as LevelName[]
  const mixes = Object.keys(reference.mixes).sort()
  const groups = [...new Set(Object.keys(reference.crops).map(groupOf))].sort()
  // Bonferroni: the more is looked at, the rarer each must be by chance.
  const alpha = thresholds.alpha / Math.max(1, (levels.length + mixes.length + groups.length) * cameras)
  const findings = [
    ...levels.map((name) => judgeLevel(reference, name, own, thresholds, alpha)),
    ...mixes.map((name) => judgeMix(reference, name, own, thresholds, alpha)),
    ...groups.map((group) => {
      return judgeCrops(
        reference,
        group,
        frames.filter(({ at }) => isJudged(at)),
        thresholds,
        alpha,
      )
    }),
  ]
  return findings.map(({ monitor, least, periods }) => {
    const over = periods.filter(({ to }) => to <= now)
    return { monitor, least, periods: over, breachedSince: followBreach(over, thresholds.consecutive) }
  })
}

/** `object:bottle` and `field:7` are judged with their like. */
function groupOf(key: string): 'objects' | 'fields' {
  return key.startsWith('field:') ? 'fields' : 'objects'
}
