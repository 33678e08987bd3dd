import type { PictureStatistics } from '../domain/picture-statistics.ts'
import { fingerprintOf, type MeasuredPicture, mapSize } from './measure-picture.ts'

export interface StatisticsGatherer {
  add(measured: MeasuredPicture): void
  /** The means of what was added since the last call; undefined where nothing was. */
  take(): PictureStatistics | undefined
}

const names = ['brightness', 'contrast', 'sharpness', 'saturation', 'chromaBlue', 'chromaRed', 'dark', 'bright'] as const

/** Puts the samples between two health messages together. */
export function createStatisticsGatherer(): StatisticsGatherer {
  let samples = 0
  let sums = names.map(() => 0)
  let [motion, motions] = [0, 0]
  const map = new Float32Array(mapSize.columns * mapSize.rows)

  return {
    add: (measured) => {
      samples++
      sums = sums.map((sum, index) => sum + measured[names[index] as (typeof names)[number]])
      if (measured.motion !== undefined) {
        motion += measured.motion
        motions++
      }
      for (let field = 0; field < map.length; field++) map[field] = (map[field] as number) + (measured.map[field] as number)
    },
    take: () => {
      if (samples === 0) return undefined
      const means = Object.fromEntries(names.map((name, index) => [name, round((sums[index] as number) / samples)]))
      const fields = Uint8Array.from(fingerprintOf(map), (sum) => Math.round(sum / samples))
      const taken = {
        ...(means as Record<(typeof names)[number], number>),
        samples,
        ...(motions > 0 && { motion: round(motion / motions) }),
        fingerprint: Buffer.from(fields).toString('base64'),
      }
      samples = 0
      sums = names.map(() => 0)
      motion = 0
      motions = 0
      map.fill(0)
      return taken
    },
  }
}

/** Five digits say more than a sample can. */
function round(value: number): number {
  return Math.round(value * 1e5) / 1e5
}
