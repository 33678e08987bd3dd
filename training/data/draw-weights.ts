import type { TruthObject } from './dataset.ts'
import type { Random } from './random.ts'

/**
 * How often each frame should be drawn, relative to the others.
 *
 * A frame counts as much as its rarest label, softened by a square root, so that a hand seen in every tenth frame is
 * learned while bottles are in all of them. Frames without objects are at most half of the draws.
 */
export function weighFrames(objects: readonly (readonly TruthObject[])[], labels: number): number[] {
  const labelsOf = objects.map((list) => new Set(list.filter((object) => !object.isIgnored).map((object) => object.label)))
  const framesWith = Array.from({ length: labels }, (_, label) => labelsOf.filter((set) => set.has(label)).length)
  const filled = labelsOf.filter((set) => set.size > 0).length
  const emptyWeight = Math.min(1, filled / Math.max(1, objects.length - filled))
  return labelsOf.map((set) => {
    if (set.size === 0) return emptyWeight
    return Math.max(...[...set].map((label) => Math.sqrt(objects.length / framesWith[label]!)))
  })
}

/** Draws indices with the given weights. */
export function createDraw(weights: readonly number[], random: Random): () => number {
  let total = 0
  const sums = weights.map((weight) => (total += weight))
  return () => {
    const wanted = random() * total
    let [low, high] = [0, sums.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[middle]! > wanted) high = middle
      else low = middle + 1
    }
    return low
  }
}
