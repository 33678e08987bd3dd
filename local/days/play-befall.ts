import type { DriftThresholds } from '../../shared/domain/drift-thresholds.ts'
import type { ReviewBatch } from '../../shared/domain/review-batch.ts'
import type { Line } from '../line/scene.ts'
import { daysOf, type HourPlayer, observedIn } from './hours.ts'
import { anomalyNotices, batchOf, driftNotices, findDrift } from './judge-days.ts'
import type { Notice } from './notice.ts'
import { type Befall, daySeconds, type Plant } from './plant.ts'
import type { Undisturbed } from './play-undisturbed.ts'
import { closePictures, watchOnset } from './watch-camera.ts'

export interface BefallQuestion {
  readonly plant: Plant
  readonly line: Line
  readonly usual: Undisturbed
  readonly thresholds: DriftThresholds
  readonly befall: Befall
  /** A midnight, in seconds since the line's start. */
  readonly until: number
  /** The camera's own health is watched closely for so long. */
  readonly closeSeconds: number
}

export interface PlayedBefall {
  /** The first word of each monitor, soonest first. */
  readonly notices: readonly Notice[]
  /** Of the first monitor that saw something of another look. */
  readonly batch: { readonly monitor: string; readonly frames: ReviewBatch['frames'] } | undefined
}

/** Hours before the onset that are judged with those after it: a breach needs stretches on both sides to be seen to begin. */
const hoursBefore = 48

/** Something befalls the line, and all monitors look on. */
export async function playBefall(player: HourPlayer, question: BefallQuestion): Promise<PlayedBefall> {
  const { plant, line, usual, thresholds, befall, until, closeSeconds } = question
  const { onset } = plant
  const closely = watchOnset(line, plant, usual.monitor, befall, closeSeconds)
  player.note(closePictures(closeSeconds))
  const after = await player.play(onset, until, befall)
  const observed = observedIn([...usual.hours.slice(-hoursBefore), ...after])
  const drift = driftNotices(findDrift(usual.reference, observed, thresholds, until), thresholds, onset)
  const onsetDay = Math.floor(onset / daySeconds)
  const days = [...usual.days, ...daysOf([...usual.hours.slice(onsetDay * 24), ...after], onsetDay)]
  const counted = anomalyNotices(days, onsetDay).filter(({ at }) => at > onset)
  const notices = firstOfEach([...closely, ...drift, ...counted])
  const appearance = notices.find(({ monitor }) => monitor.startsWith('crops:'))
  const batch = appearance && { monitor: appearance.monitor, frames: batchOf(usual.reference, observed, thresholds, appearance) }
  return { notices, batch }
}

function firstOfEach(notices: readonly Notice[]): Notice[] {
  const first = new Map<string, Notice>()
  for (const notice of notices.toSorted((a, b) => a.at - b.at)) {
    const name = `${notice.by} ${notice.monitor}`
    if (!first.has(name)) first.set(name, notice)
  }
  return [...first.values()]
}
