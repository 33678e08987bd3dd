import { drawBetween, type Random } from './random.ts'

/** How a sample's light and noise differ from its frame's. */
export interface Light {
  /** Normalised value of each byte, per channel (256 red, 256 green, 256 blue). */
  readonly table: Float32Array
  /** Deviation of the noise, in normalised units; 0 for none. */
  readonly noise: number
  readonly isBlurred: boolean
  /** Byte that stands where the view reaches beyond the frame. */
  readonly fill: number
}

/** The net sees (byte − 114) / 64. */
export const pixelMean = 114
export const pixelScale = 64

/** Gamma, contrast, brightness, a colour cast, noise and blur, as a factory's lamps, sun and cameras have them. */
export function drawLight(random: Random): Light {
  const gamma = Math.exp(drawBetween(random, -0.3, 0.3))
  const contrast = drawBetween(random, 0.65, 1.35)
  const brightness = drawBetween(random, -30, 30)
  const table = new Float32Array(3 * 256)
  for (let channel = 0; channel < 3; channel++) {
    const gain = contrast * drawBetween(random, 0.9, 1.1)
    const shift = brightness + drawBetween(random, -8, 8)
    for (let byte = 0; byte < 256; byte++) {
      const lit = (255 * (byte / 255) ** gamma - 128) * gain + 128 + shift
      table[channel * 256 + byte] = normalise(Math.min(255, Math.max(0, lit)))
    }
  }
  const noise = random() < 0.7 ? drawBetween(random, 0, 12) / pixelScale : 0
  return { table, noise, isBlurred: random() < 0.15, fill: Math.floor(random() * 256) }
}

/** The frame's own light. */
export const plainLight: Light = {
  table: Float32Array.from({ length: 3 * 256 }, (_, index) => normalise(index % 256)),
  noise: 0,
  isBlurred: false,
  fill: pixelMean,
}

function normalise(value: number): number {
  return (value - pixelMean) / pixelScale
}
