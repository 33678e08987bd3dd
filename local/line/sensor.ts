import { chance } from './random.ts'

// A prime length, so that rows do not show the same grain.
const grainLength = 262_147

export interface Exposure {
  /** 1 = as usual. */
  readonly light: number
  /** Grain, 1 = as usual; a picture that was made smaller has less of it. */
  readonly noise: number
}

/** Light that flickers a little and the grain of a sensor, as the last step of a picture. */
export function createSensor(seed: number, grainDeviation = 2.2): (picture: Uint8Array, seconds: number, exposure?: Exposure) => void {
  const grain = new Int8Array(grainLength)
  for (let i = 0; i < grainLength; i++) {
    // The sum of three is near enough to a normal distribution.
    const sum = chance(seed, 'grain a', i) + chance(seed, 'grain b', i) + chance(seed, 'grain c', i) - 1.5
    grain[i] = Math.round(sum * 2 * grainDeviation)
  }
  const grains = new Uint8Array(256)
  const shades = new Uint8Array(256 + 2 * 32)
  return (picture, seconds, exposure = { light: 1, noise: 1 }) => {
    // Grain is the sensor's own: it does not fade with the light.
    const gain = exposure.noise / Math.max(0.05, exposure.light)
    for (let i = 0; i < grains.length; i++) grains[i] = Math.max(-32, Math.min(32, Math.round((i - 128) * gain))) + 32
    const light = exposure.light * (1 + 0.013 * Math.sin(seconds * 9.1 + seed) + 0.03 * Math.sin(seconds * 0.11 + seed * 1.7))
    for (let i = 0; i < shades.length; i++) shades[i] = Math.min(255, Math.max(0, Math.round((i - 32) * light)))
    let at = Math.floor(chance(seed, 'frame grain', Math.round(seconds * 1000)) * grainLength)
    for (let i = 0; i < picture.length; i += 3) {
      const noise = grains[grain[at]! + 128]!
      if (++at === grainLength) at = 0
      picture[i] = shades[picture[i]! + noise]!
      picture[i + 1] = shades[picture[i + 1]! + noise]!
      picture[i + 2] = shades[picture[i + 2]! + noise]!
    }
  }
}
