import type { DayInsights } from '../../shared/domain/day-insights.ts'
import { type HourCounts, insightsOf } from './count-objects.ts'
import type { Observed } from './judge-days.ts'
import { type Befall, daySeconds, hourSeconds } from './plant.ts'
import { type PlayedHour, playHour, type Scene } from './play-hour.ts'

/** An hour of the plant with what came into sight in it. */
export interface Hour {
  readonly played: PlayedHour
  readonly counts: HourCounts
}

export interface HourPlayer {
  readonly modelDigest: string
  /** How many pictures were drawn so far. */
  readonly pictures: number
  /** Full hours, in seconds since the line's start. */
  play(from: number, to: number, befall?: Befall): Promise<Hour[]>
  /** Of pictures that were drawn elsewhere. */
  note(pictures: number): void
}

export function createHourPlayer(
  scene: Scene,
  countIn: (start: number, befall?: Befall) => HourCounts,
  say: (line: string) => void,
): HourPlayer {
  let pictures = 0
  return {
    modelDigest: scene.detector.model.digest,
    get pictures() {
      return pictures
    },
    play: async (from, to, befall) => {
      const hours: Hour[] = []
      for (let start = from; start < to; start += hourSeconds) {
        const played = await playHour(scene, start, befall)
        hours.push({ played, counts: countIn(start, befall) })
        pictures += played.watched.length
        if ((start + hourSeconds) % daySeconds === 0) say(`day ${Math.floor(start / daySeconds) + 1}: ${befall ?? 'undisturbed'}`)
      }
      return hours
    },
    note: (more) => {
      pictures += more
    },
  }
}

/** What the drift of a camera is judged by. */
export function observedIn(hours: readonly Hour[]): Observed {
  return { hours: hours.map(({ played }) => played.hour), frames: hours.flatMap(({ played }) => played.frames) }
}

/** @param first Number of the day with whose midnight the hours begin; one that is not whole at the end is left out */
export function daysOf(hours: readonly Hour[], first: number): DayInsights[] {
  const whole = Math.floor(hours.length / 24)
  return Array.from({ length: whole }, (_, day) => insightsOf(first + day, hours.slice(day * 24, (day + 1) * 24)))
}
