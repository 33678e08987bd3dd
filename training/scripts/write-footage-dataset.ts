import { createDatasetWriter } from '../data/write-dataset.ts'
import { type Footage, framesOf } from './footage.ts'

/** The last part of the labelled frames, in time, only chooses thresholds: neighbours in time are nearly the same picture. */
const trainShare = 0.85

/** Writes the first half of the footage as a dataset: all of its frames, or so many evenly spaced ones. */
export async function writeFootageDataset(folder: string, footage: Footage, frames: number | 'all'): Promise<void> {
  const count = frames === 'all' ? footage.half : Math.min(frames, footage.half)
  const picked = Array.from({ length: count }, (_, index) => Math.floor(((index + 0.5) * footage.half) / count))
  const firstToValidate = Math.floor(count * trainShare)
  const splitOf = new Map(picked.map((frame, index) => [frame, index < firstToValidate ? ('train' as const) : ('validate' as const)]))
  const writer = await createDatasetWriter({ folder, version: `footage-first-half-${count}-frames`, labels: footage.labels })
  for await (const { index, rgb, width, height } of framesOf(footage, 0, footage.half)) {
    const split = splitOf.get(index)
    if (split === undefined) continue
    await writer.add({ data: rgb, width, height, objects: footage.truth[index]!, split, jpegQuality: 96 })
  }
  await writer.finish()
}
