import { z } from 'zod'
import { chance } from './random.ts'

const Seconds = z.number().min(0).max(1e9)
const Share = z.number().min(0).max(1)

/** When something is not as usual: it grows over `overSeconds` (0 = at once) and ends at once. */
const Spell = z.strictObject({ fromSeconds: Seconds.default(0), overSeconds: Seconds.default(0), untilSeconds: Seconds.optional() })
type Spell = z.infer<typeof Spell>

const byHour = <Item extends z.ZodType>(item: Item) => z.array(item).length(24)

/** What can befall a line and its camera. Times count from the line's start; all of it is a pure function of time and seed. */
export const Disturbances = z.strictObject({
  /** The lamp fades to this share of its light and blinks by up to `flicker` of it. */
  lamp: Spell.extend({ left: Share.default(0.35), flicker: Share.default(0.5) }).optional(),
  /** The lens gets dirty: everything blurs by so many pixels of the canvas, and a veil lies over it. */
  lens: Spell.extend({ blurPixels: z.int().min(1).max(12).default(4), haze: Share.default(0.35) }).optional(),
  /** The camera turns: the picture moves by shares of its size, and rotates. */
  turn: Spell.extend({
    right: z.number().min(-1).max(1).default(0.08),
    down: z.number().min(-1).max(1).default(0.04),
    degrees: z.number().min(-180).max(180).default(4),
  }).optional(),
  /** From then on the filler fills bottles that nobody has seen before. */
  bottles: Spell.optional(),
  /** The sensor gives nothing. */
  black: Spell.optional(),
  /** A cloth falls before the lens. */
  covered: Spell.optional(),
  overexposed: Spell.optional(),
  /** The same picture, again and again. */
  frozen: Spell.optional(),
  /** By hour of the day on the picture's clock: share of the belt's places that hold a bottle, and light as a share of the usual. */
  load: byHour(Share).optional(),
  light: byHour(z.number().min(0).max(2)).optional(),
  /** Grain of the sensor, 1 = as usual. */
  noise: z.number().min(0).max(10).optional(),
})
export type Disturbances = z.infer<typeof Disturbances>

/** How far a spell has grown at a moment, 0–1. */
export function shareOf(spell: Spell | undefined, seconds: number): number {
  if (spell === undefined || seconds < spell.fromSeconds || seconds >= (spell.untilSeconds ?? Number.POSITIVE_INFINITY)) return 0
  return spell.overSeconds === 0 ? 1 : Math.min(1, (seconds - spell.fromSeconds) / spell.overSeconds)
}

const blinksASecond = 4
const switchSeconds = 2
const hourSeconds = 3600

/** How much light falls on the line, 1 = as usual. `hourOfDay` counts from midnight, with its fraction. */
export function lightAt({ lamp, light, overexposed }: Disturbances, seed: number, seconds: number, hourOfDay: number): number {
  const grown = shareOf(lamp, seconds)
  const blink = chance(seed, 'blink', Math.floor(seconds * blinksASecond)) < 0.5 ? (lamp?.flicker ?? 0) * grown : 0
  const ofLamp = lamp === undefined ? 1 : (1 - grown * (1 - lamp.left)) * (1 - blink)
  return ofLamp * (light === undefined ? 1 : ofHour(light, hourOfDay)) * (1 + 5 * shareOf(overexposed, seconds))
}

/** Share of the belt's places that hold a bottle. */
export function loadAt({ load }: Disturbances, hourOfDay: number): number {
  return load === undefined ? 1 : ofHour(load, hourOfDay)
}

/** Somebody switches at the full hour, and lamps take a moment. */
function ofHour(values: readonly number[], hourOfDay: number): number {
  const hour = Math.floor(hourOfDay) % 24
  const since = (hourOfDay - Math.floor(hourOfDay)) * hourSeconds
  const [now, before] = [values[hour] as number, values[(hour + 23) % 24] as number]
  return before + (now - before) * Math.min(1, since / switchSeconds)
}
