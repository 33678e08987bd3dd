import { type Anomaly, findAnomalies, historyDays } from '../../shared/domain/anomaly.ts'
import type { DayInsights } from '../../shared/domain/day-insights.ts'
import type { DriftThresholds } from '../../shared/domain/drift-thresholds.ts'
import { followBreach } from '../../shared/domain/follow-breach.ts'
import { type DriftFinding, judgeDrift } from '../../shared/domain/judge-drift.ts'
import { NightPolicy } from '../../shared/domain/night-policy.ts'
import type { DescribedFrame, QualityHour } from '../../shared/domain/quality-hour.ts'
import type { QualityReference } from '../../shared/domain/quality-reference.ts'
import { pickFrames, type ReviewBatch } from '../../shared/domain/review-batch.ts'
import { place } from './messages.ts'
import type { Notice } from './notice.ts'
import { daySeconds, hourSeconds, startMs } from './plant.ts'

/** `watch-quality` wakes at minute 12 and 50 s, when messages of the hour before are there. */
const watchSecond = 12 * 60 + 50
/** What a night of one camera takes, and then some. */
const nightSeconds = 3600
/** `update-insights` wakes every minute; a device's last words of an hour are there within another. */
const insightSeconds = 120

export interface Observed {
  readonly hours: readonly QualityHour[]
  readonly frames: readonly DescribedFrame[]
}

const secondsOf = (instant: string) => (Date.parse(instant) - startMs) / 1000

/** When the notice of a period is there: with the timer after it, of frames with the first one after the night that took them. */
export function noticedAt(monitor: string, to: string): number {
  const end = secondsOf(to)
  if (!monitor.startsWith('crops:')) return Math.floor(end / hourSeconds) * hourSeconds + watchSecond
  const [hours = 0, minutes = 0] = NightPolicy.parse({}).startsAt.split(':').map(Number)
  const nightOver = Math.ceil(end / daySeconds) * daySeconds + hours * hourSeconds + minutes * 60 + nightSeconds
  const hour = Math.floor(nightOver / hourSeconds) * hourSeconds + watchSecond
  return hour >= nightOver ? hour : hour + hourSeconds
}

/** Every beginning of a breach, as if the timer had looked after each period. @param from Seconds; what is noticed before is passed over */
export function driftNotices(findings: readonly DriftFinding[], { consecutive }: DriftThresholds, from: number): Notice[] {
  return findings.flatMap(({ monitor, periods }) =>
    periods.flatMap(({ to }, nth) => {
      const [before, now] = [periods.slice(0, nth), periods.slice(0, nth + 1)].map((seen) => followBreach(seen, consecutive))
      const at = noticedAt(monitor, to)
      return before === undefined && now !== undefined && at >= from ? [{ by: 'drift' as const, monitor, at }] : []
    }),
  )
}

export function findDrift(
  reference: QualityReference,
  { hours, frames }: Observed,
  thresholds: DriftThresholds,
  seconds: number,
): DriftFinding[] {
  const now = new Date(startMs + seconds * 1000).toISOString()
  return judgeDrift({ reference, hours, frames, thresholds, now, cameras: 1 })
}

/** What people get to see of a breach at the moment at which they are told; frames of later nights are not there yet. */
export function batchOf(
  reference: QualityReference,
  observed: Observed,
  thresholds: DriftThresholds,
  { monitor, at }: Notice,
): ReviewBatch['frames'] {
  const midnight = new Date(startMs + Math.floor(at / daySeconds) * daySeconds * 1000).toISOString()
  const frames = observed.frames.filter((frame) => frame.at < midnight)
  const finding = findDrift(reference, { ...observed, frames }, thresholds, at).find((one) => one.monitor === monitor)
  return finding === undefined ? [] : pickFrames(finding, reference, frames, thresholds.batchFrames)
}

/**
 * Judges days as their hours go by, then as a whole. The same oddness of a day counts once.
 *
 * @param days From the first day on without a gap; earlier ones are the history
 * @param fromDay First one that is judged
 */
export function anomalyNotices(days: readonly DayInsights[], fromDay: number): (Notice & { readonly anomaly: Anomaly })[] {
  return days.slice(fromDay).flatMap((own, nth) => {
    const day = fromDay + nth
    const before = days.slice(Math.max(0, day - historyDays), day)
    const told = new Map<string, Notice & { anomaly: Anomaly }>()
    for (let hoursOver = 1; hoursOver <= 24; hoursOver++) {
      const at = day * daySeconds + hoursOver * hourSeconds + insightSeconds
      for (const anomaly of findAnomalies(place.site, own.day, [...before, { ...own, isOver: hoursOver === 24 }], hoursOver)) {
        const monitor = `count of ${anomaly.label ?? anomaly.measure}`
        const name = `${monitor} ${anomaly.direction}`
        if (!told.has(name)) told.set(name, { by: 'insights', monitor, at, anomaly })
      }
    }
    return [...told.values()]
  })
}
