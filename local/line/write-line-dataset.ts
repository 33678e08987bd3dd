import type { SplitName } from '../../training/data/dataset-files.ts'
import { createDatasetWriter } from '../../training/data/write-dataset.ts'
import { canvas } from './layout.ts'
import { between } from './random.ts'
import { sampleFrames } from './sample-frames.ts'
import { lineLabels } from './truth.ts'

/** Seeds of one split and how many frames each gives. */
export interface LineSplit {
  readonly firstSeed: number
  readonly seeds: number
  readonly framesPerSeed: number
}

/**
 * Writes a dataset of drawn frames with their truth. Each split has lines of its own, so a net is measured on bottles, lamps
 * and hands that it never saw.
 */
export async function writeLineDataset(folder: string, version: string, splits: Readonly<Record<SplitName, LineSplit>>): Promise<void> {
  const writer = await createDatasetWriter({ folder, version, labels: lineLabels })
  for (const [split, { firstSeed, seeds, framesPerSeed }] of Object.entries(splits) as [SplitName, LineSplit][]) {
    for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
      for (const [index, { rgb, truth }] of (await sampleFrames({ seed, count: framesPerSeed })).entries()) {
        // The camera's encoder smears fine detail, now more, now less; the net must not rely on it.
        const jpegQuality = Math.round(between(seed, 'jpeg quality', index, 30, 90))
        await writer.add({ data: rgb, ...canvas, objects: truth, split, jpegQuality })
      }
    }
  }
  await writer.finish()
}
