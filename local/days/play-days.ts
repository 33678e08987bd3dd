import type { DriftThresholds } from '../../shared/domain/drift-thresholds.ts'
import type { ReviewBatch } from '../../shared/domain/review-batch.ts'
import type { Detector } from '../../shared/vision/detector.ts'
import { chance } from '../line/random.ts'
import { createLine } from '../line/scene.ts'
import { createObjectCounter } from './count-objects.ts'
import { holdsNewBottle } from './holds-new-bottle.ts'
import { createHourPlayer } from './hours.ts'
import type { Notice } from './notice.ts'
import { type Befall, createPlant, daySeconds, hourSeconds, startMs } from './plant.ts'
import { playBefall } from './play-befall.ts'
import { playUndisturbed } from './play-undisturbed.ts'
import { type Promised, promisesOf } from './promises.ts'

export interface DaysQuestion {
  readonly seed: number
  /** Undisturbed days that are judged. */
  readonly days: number
  /** Days of the calendar that are played of each disturbance, the one of its onset among them. */
  readonly disturbedDays: number
  readonly befalls: readonly Befall[]
  readonly thresholds: DriftThresholds
  readonly picturesAnHour: number
  readonly detector: Detector
  readonly say: (line: string) => void
}

export interface Outcome extends Promised {
  /** The first of its monitors, and how many seconds after the onset. */
  readonly notice: Notice | undefined
  readonly after: number | undefined
}

export interface Batch {
  readonly monitor: string
  readonly frames: number
  /** Frames that really show a new bottle. */
  readonly holding: number
}

export interface PlayedDays {
  readonly onset: number
  readonly outcomes: readonly Outcome[]
  /** After each onset the first word of each monitor, soonest first. */
  readonly told: ReadonlyMap<Befall, readonly Notice[]>
  /** What was told of the undisturbed days. */
  readonly falseNotices: readonly Notice[]
  /** Of the new bottle; undefined where none was opened. */
  readonly batch: Batch | undefined
  readonly pictures: number
}

/** Plays the days and judges them with what judges a plant's. The same question gives the same answer. */
export async function playDays(question: DaysQuestion): Promise<PlayedDays> {
  const { seed, days, disturbedDays, befalls, thresholds, detector, picturesAnHour, say } = question
  const onsetDay = thresholds.referenceDays + days
  const plant = createPlant(seed, onsetDay * daySeconds + (7 + Math.floor(4 * chance(seed, 'onset'))) * hourSeconds)
  const promises = promisesOf(plant.onset, thresholds)
  const line = await createLine({ seed, clockStartMs: startMs })
  const player = createHourPlayer({ line, plant, detector, picturesAnHour }, createObjectCounter(plant), say)
  const usual = await playUndisturbed(player, plant, thresholds)
  const told = new Map<Befall, readonly Notice[]>()
  let batch: Batch | undefined
  for (const befall of befalls) {
    const closeSeconds = Math.max(...promises.filter(({ by }) => by === 'camera').map(({ withinSeconds }) => withinSeconds)) + 60
    const until = (onsetDay + disturbedDays) * daySeconds
    const played = await playBefall(player, { plant, line, usual, thresholds, befall, until, closeSeconds })
    told.set(befall, played.notices)
    if (befall === 'bottles' && played.batch !== undefined) {
      const { monitor, frames } = played.batch
      batch = { monitor, frames: frames.length, holding: frames.filter((frame) => holdsNewBottle(plant, secondsOf(frame))).length }
    }
  }
  const outcomes = promises.flatMap((promised): Outcome[] => {
    const notice = told.get(promised.befall)?.find(({ by, monitor }) => by === promised.by && promised.monitors.includes(monitor))
    return told.has(promised.befall) ? [{ ...promised, notice, after: notice && notice.at - plant.onset }] : []
  })
  return { onset: plant.onset, outcomes, told, falseNotices: usual.falseNotices, batch, pictures: player.pictures }
}

function secondsOf({ at }: ReviewBatch['frames'][number]): number {
  return (Date.parse(at) - startMs) / 1000
}
