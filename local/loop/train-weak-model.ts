import { join } from 'node:path'
import { createDatasetWriter } from '../../training/data/write-dataset.ts'
import { readOptions } from '../../training/options.ts'
import { type Footage, framesOf } from '../../training/scripts/footage.ts'
import { train } from '../../training/train.ts'

export interface WeakModel {
  readonly folder: string
  readonly frames: number
  readonly seconds: number
  readonly steps: number
}

/** Where somebody looked who wanted something that works today: a few pictures of the first seconds, one with a hand on it. */
const [seconds, frames, steps] = [7, 6, 300]
const footageFramesPerSecond = 30

/** A model that is weak because it has seen little: few frames of the very beginning, as filmed, and few steps. */
export async function trainWeakModel(footage: Footage, folder: string): Promise<WeakModel> {
  const until = Math.min(Math.round(seconds * footageFramesPerSecond), footage.half)
  const picked = new Set(Array.from({ length: frames }, (_, index) => Math.floor(((index + 0.5) * until) / frames)))
  const data = join(folder, 'dataset')
  const writer = await createDatasetWriter({ folder: data, version: `first-${frames}-frames`, labels: footage.labels })
  for await (const { index, rgb, width, height } of framesOf(footage, 0, until)) {
    if (!picked.has(index)) continue
    await writer.add({ data: rgb, width, height, objects: footage.truth[index]!, split: 'train', jpegQuality: 90 })
  }
  await writer.finish()
  const out = join(folder, 'model')
  const options = ['--data', data, '--out', out, '--name', 'weak', '--steps', String(steps), '--variant', 'float', '--seed', '1']
  await train(readOptions(options), () => {})
  return { folder: out, frames, seconds, steps }
}
