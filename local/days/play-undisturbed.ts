import type { DayInsights } from '../../shared/domain/day-insights.ts'
import type { DriftThresholds } from '../../shared/domain/drift-thresholds.ts'
import { freezeReference } from '../../shared/domain/freeze-reference.ts'
import type { QualityReference } from '../../shared/domain/quality-reference.ts'
import type { CameraMonitor } from '../../shared/rules/camera-monitor.ts'
import { daysOf, type Hour, type HourPlayer, observedIn } from './hours.ts'
import { anomalyNotices, driftNotices, findDrift } from './judge-days.ts'
import { instantOf, place } from './messages.ts'
import type { Notice } from './notice.ts'
import { daySeconds, type Plant } from './plant.ts'
import { createSparseMonitor, watchHour } from './watch-camera.ts'
import { watchDevice } from './watch-device.ts'

/** The line as it was until something befell it. */
export interface Undisturbed {
  /** From the line's start to the onset. */
  readonly hours: readonly Hour[]
  /** Whole days before that of the onset. */
  readonly days: readonly DayInsights[]
  readonly reference: QualityReference
  /** With what it has learned by the onset. */
  readonly monitor: CameraMonitor
  /** All that anybody was told after the days of the reference. */
  readonly falseNotices: readonly Notice[]
}

export async function playUndisturbed(player: HourPlayer, { seed, onset }: Plant, thresholds: DriftThresholds): Promise<Undisturbed> {
  const hours = await player.play(0, onset)
  const { referenceDays } = thresholds
  const [from, to] = [referenceDays * daySeconds, Math.floor(onset / daySeconds) * daySeconds]
  const observed = observedIn(hours)
  const window = { ...place, model: player.modelDigest, from: instantOf(0), to: instantOf(from) }
  const reference = freezeReference(window, observed.hours, observed.frames, thresholds)
  if (reference === undefined) throw new Error(`${referenceDays} days are too few for a reference.`)
  const monitor = createSparseMonitor()
  const ofCamera = hours.flatMap(({ played }) => watchHour(monitor, played))
  const days = daysOf(hours, 0)
  const falseNotices = [
    ...ofCamera.filter(({ at }) => at >= from),
    ...driftNotices(findDrift(reference, observed, thresholds, to), thresholds, from),
    ...anomalyNotices(days, referenceDays),
    ...watchDevice(seed, from, to),
  ]
  return { hours, days, reference, monitor, falseNotices }
}
