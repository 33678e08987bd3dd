import { mapSize } from '../vision/measure-picture.ts'

const { columns, rows } = mapSize
const blockColumns = 10
const blockRows = 9
const blocksAcross = columns / blockColumns
const blockCount = blocksAcross * (rows / blockRows)
/** Where the picture usually differs by this share of its light from its own mean, its edges count half. */
const halfSpread = 0.06
/** A block with less than this share of the mean edge energy has nothing to hold on to. */
const leastEnergyShare = 0.2
/** Edges that agree less than this (normalised cross-correlation) are others. */
const leastLikeness = 0.5

export interface EdgeComparison {
  /** Share of the blocks with edges whose edges are elsewhere; undefined where too few blocks have any. */
  readonly elsewhere: number | undefined
}

const fewestBlocks = 6

/**
 * Compares where the edges of a picture stand with where they stood, block by block. Light does not matter to it, things that
 * come and go hardly (`spread` says where they do), and something large in one corner is outvoted by the rest.
 *
 * @param now Map (80 × 45) of the last seconds, on average
 * @param before Map of the reference, and how far from it the picture usually is, in shares of its mean
 */
export function compareEdges(now: Float32Array, before: Float32Array, spread: Float32Array): EdgeComparison {
  const [nowEnergy, beforeEnergy, both] = [0, 1, 2].map(() => new Float64Array(blockCount)) as [Float64Array, Float64Array, Float64Array]
  for (let y = 1; y < rows - 1; y++) {
    for (let x = 1; x < columns - 1; x++) {
      const at = y * columns + x
      const block = Math.floor(y / blockRows) * blocksAcross + Math.floor(x / blockColumns)
      const weight = 1 / (1 + ((spread[at] as number) / halfSpread) ** 2)
      const [nowX, nowY] = slopeAt(now, at)
      const [beforeX, beforeY] = slopeAt(before, at)
      nowEnergy[block] = (nowEnergy[block] as number) + weight * (nowX * nowX + nowY * nowY)
      beforeEnergy[block] = (beforeEnergy[block] as number) + weight * (beforeX * beforeX + beforeY * beforeY)
      both[block] = (both[block] as number) + weight * (nowX * beforeX + nowY * beforeY)
    }
  }
  const least = (leastEnergyShare * beforeEnergy.reduce((sum, energy) => sum + energy, 0)) / blockCount
  let [counted, elsewhere] = [0, 0]
  for (let block = 0; block < blockCount; block++) {
    if ((beforeEnergy[block] as number) <= least) continue
    counted++
    const size = Math.sqrt((nowEnergy[block] as number) * (beforeEnergy[block] as number))
    if ((both[block] as number) < leastLikeness * size || size === 0) elsewhere++
  }
  return { elsewhere: counted < fewestBlocks ? undefined : elsewhere / counted }
}

function slopeAt(map: Float32Array, at: number): [number, number] {
  return [(map[at + 1] as number) - (map[at - 1] as number), (map[at + columns] as number) - (map[at - columns] as number)]
}
