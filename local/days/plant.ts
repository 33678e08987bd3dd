import type { Disturbances } from '../line/disturbances.ts'
import { chance } from '../line/random.ts'

/** What befalls the line, each of them in a future of its own. */
export const befalls = ['lamp', 'lens', 'turn', 'bottles', 'load'] as const
export type Befall = (typeof befalls)[number]

export const befallWords: Readonly<Record<Befall, string>> = {
  lamp: 'a lamp fails',
  lens: 'a lens fouls',
  turn: 'a camera is turned',
  bottles: 'a new bottle colour',
  load: 'a season of half the load',
}

/** Midnight of a Monday. The plant's clock is UTC and it works all week. */
export const startMs = Date.UTC(2026, 0, 5)
export const hourSeconds = 3600
export const daySeconds = 24 * hourSeconds

/** Share of the belt's places that are taken: a pause at night, a full day, half a night shift. */
const usualLoad = Array.from({ length: 24 }, (_, hour) => (hour >= 2 && hour < 4 ? 0 : hour >= 6 && hour < 22 ? 0.9 : 0.55))
const usualLight = Array.from({ length: 24 }, (_, hour) => (hour >= 7 && hour < 18 ? 1 : 0.86))
/** Standard deviations, as shares: of whole days, and of hours around their day. */
const ups = { dayLight: 0.03, hourLight: 0.015, dayLoad: 0.06, hourLoad: 0.06 } as const
const seasonLoad = 0.5

export interface Plant {
  readonly seed: number
  /** A full hour, in seconds since the line's start. */
  readonly onset: number
  /** How the line is at a moment, with what befell it at the onset. */
  at(seconds: number, befall?: Befall): Disturbances
}

/** A plant whose days differ in light and load, as days do. Pure: the same seed and moment are the same plant. */
export function createPlant(seed: number, onset: number): Plant {
  const courseOf = (day: number, usual: readonly number[], name: 'Light' | 'Load') =>
    usual.map((value, hour) => {
      const ofDay = ups[`day${name}`] * normal(seed, `day ${name}`, day)
      return value * (1 + ofDay + ups[`hour${name}`] * normal(seed, `hour ${name}`, day * 24 + hour))
    })
  const days = new Map<number, { light: number[]; load: number[] }>()
  const dayOf = (day: number) => {
    const known = days.get(day) ?? {
      light: courseOf(day, usualLight, 'Light'),
      load: courseOf(day, usualLoad, 'Load').map((share) => Math.min(1, share)),
    }
    days.set(day, known)
    return known
  }
  return {
    seed,
    onset,
    at: (seconds, befall) => {
      const day = Math.floor(seconds / daySeconds)
      const { light, load } = dayOf(day)
      if (befall === undefined || seconds < onset) return { light, load }
      if (befall !== 'load') return { light, load, ...spellOf(befall, seconds, onset) }
      return { light, load: load.map((share, hour) => (day * daySeconds + hour * hourSeconds >= onset ? share * seasonLoad : share)) }
    },
  }
}

const spells = {
  lamp: { left: 0.5, flicker: 0.3 },
  lens: { blurPixels: 4, haze: 0.35 },
  turn: { right: 0.08, down: 0.04, degrees: 4 },
} as const

function spellOf(befall: Exclude<Befall, 'load'>, seconds: number, onset: number): Disturbances {
  if (befall !== 'bottles') return { [befall]: { fromSeconds: onset, overSeconds: 0, ...spells[befall] } }
  // Every other hour the filler goes back to the old bottle: who picks frames of the new one has to choose.
  const fromSeconds = seconds - ((seconds - onset) % (2 * hourSeconds))
  return { bottles: { fromSeconds, overSeconds: 0, untilSeconds: fromSeconds + hourSeconds } }
}

/** Nearly normal, by the sum of six. */
function normal(seed: number, stream: string, index: number): number {
  let sum = 0
  for (let part = 0; part < 6; part++) sum += chance(seed, stream, index * 6 + part)
  return (sum - 3) * Math.SQRT2
}
