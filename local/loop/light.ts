import { between } from '../line/random.ts'

/** How much of each colour comes through; 1 = as it was filmed. */
export interface Light {
  readonly red: number
  readonly green: number
  readonly blue: number
}

export const asFilmed: Light = { red: 1, green: 1, blue: 1 }
/** Low sun through a window. */
const lowSun: Light = { red: 1.3, green: 0.92, blue: 0.55 }
/** A cold lamp at night. */
export const coldLamp: Light = { red: 0.72, green: 0.82, blue: 0.95 }

const rampSeconds = 0.25

/**
 * The sun comes and goes: longer and shorter, stronger and weaker, other in each film (`seed`), always the same for one.
 * Nothing else is changed, so that what was on the bench stays true.
 */
export function comingAndGoing(seed: number): (seconds: number) => Light {
  return (seconds) => mix(asFilmed, lowSun, sunAt(seed, seconds))
}

/** 0 = gone, 1 = in full. */
export function sunAt(seed: number, seconds: number): number {
  let from = 0
  for (let spell = 0; from <= seconds; spell++) {
    const shadeEnds = from + between(seed, 'shade', spell, 0.6, 1.6)
    const sunEnds = shadeEnds + between(seed, 'sun', spell, 0.8, 1.5)
    if (seconds >= shadeEnds && seconds < sunEnds) {
      const strength = between(seed, 'strength', spell, 0.75, 1)
      return strength * Math.min(1, (seconds - shadeEnds) / rampSeconds, (sunEnds - seconds) / rampSeconds)
    }
    from = sunEnds
  }
  return 0
}

function mix(a: Light, b: Light, share: number): Light {
  const between = (from: number, to: number) => from + (to - from) * share
  return { red: between(a.red, b.red), green: between(a.green, b.green), blue: between(a.blue, b.blue) }
}

/** Three bytes a pixel, in a copy. */
export function relight(rgb: Uint8Array, { red, green, blue }: Light): Uint8Array {
  if (red === 1 && green === 1 && blue === 1) return rgb
  const tableOf = (gain: number) => Uint8ClampedArray.from({ length: 256 }, (_, value) => value * gain)
  const [reds, greens, blues] = [tableOf(red), tableOf(green), tableOf(blue)]
  const lit = new Uint8Array(rgb.length)
  for (let at = 0; at < rgb.length; at += 3) {
    lit[at] = reds[rgb[at]!]!
    lit[at + 1] = greens[rgb[at + 1]!]!
    lit[at + 2] = blues[rgb[at + 2]!]!
  }
  return lit
}
