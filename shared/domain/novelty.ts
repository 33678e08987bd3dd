import { createHash } from 'node:crypto'
import type { UsualCrops } from './quality-reference.ts'

/** The fifth nearest: one odd crop among the reference's does not make others like it usual. */
const neighbours = 5
const mostDescriptors = 400
/** Of the reference's own crops, so many are within the cutoff … */
const withinShare = 0.99
/** … which is stretched a little: the next days are never quite like the last ones. */
const stretch = 1.25
/** Nearer than this is the noise of JPEG. */
const leastCutoff = 0.05

/** @param id Names the crop for ever, so that the same ones are chosen in every run */
export interface DatedDescriptor {
  readonly id: string
  readonly day: string
  readonly descriptor: readonly number[]
}

/**
 * What is usual among crops: some of them, and how far one may be from those. Distances are measured from each crop to those
 * of other days, because crops of one day are more like each other than those of the next will be.
 *
 * @returns undefined for too few crops, or crops of one day only
 */
export function usualCrops(crops: readonly DatedDescriptor[]): UsualCrops | undefined {
  const chosen = [...crops].map((crop) => ({ crop, lot: lotOf(crop.id) })).sort((a, b) => (a.lot < b.lot ? -1 : 1))
  const kept = chosen.slice(0, mostDescriptors).map(({ crop }) => crop)
  const distances = kept.flatMap((crop) => {
    const others = kept.filter(({ day }) => day !== crop.day).map(({ descriptor }) => descriptor)
    return others.length < neighbours ? [] : [distanceTo(others, crop.descriptor)]
  })
  if (distances.length < 4 * neighbours) return undefined
  const sorted = distances.sort((a, b) => a - b)
  const cutoff = Math.max(leastCutoff, stretch * (sorted[Math.ceil(withinShare * sorted.length) - 1] as number))
  const beyond = sorted.filter((distance) => distance > cutoff).length
  return { descriptors: kept.map(({ descriptor }) => [...descriptor]), cutoff, share: beyond / sorted.length }
}

/** How unlike everything usual a crop is: 1 = at the cutoff. */
export function noveltyOf({ descriptors, cutoff }: UsualCrops, descriptor: readonly number[]): number {
  return distanceTo(descriptors, descriptor) / cutoff
}

/** To the fifth nearest, in the space of the descriptors. */
function distanceTo(others: readonly (readonly number[])[], descriptor: readonly number[]): number {
  const nearest: number[] = []
  for (const other of others) {
    let square = 0
    for (let i = 0; i < descriptor.length; i++) square += ((descriptor[i] as number) - (other[i] ?? 0)) ** 2
    if (nearest.length === neighbours && square >= (nearest[neighbours - 1] as number)) continue
    nearest.push(square)
    nearest.sort((a, b) => a - b)
    if (nearest.length > neighbours) nearest.pop()
  }
  return Math.sqrt(nearest.at(-1) ?? 0)
}

function lotOf(id: string): string {
  return createHash('sha256').update(`novelty\n${id}`).digest('hex')
}
