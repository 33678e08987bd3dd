import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { decodeFile } from '../../edge/video/decode-file.ts'
import { clampBox } from '../../shared/domain/box.ts'
import { Label } from '../../shared/domain/detection.ts'
import { Fault } from '../../shared/domain/faults.ts'
import type { ComparedPicture } from '../metrics/compare-detections.ts'

/** A truth file: for each frame of the video, in order, the objects in it; boxes are left, top, width, height in fractions. */
const TruthFile = z.object({
  frames: z
    .array(z.array(z.object({ label: Label, box: z.tuple([z.number(), z.number(), z.number().positive(), z.number().positive()]) })))
    .min(2),
})

/** A video whose objects are known, cut in two by time. */
export interface Footage {
  readonly video: string
  readonly labels: readonly string[]
  /** Objects of each frame. */
  readonly truth: readonly ComparedPicture['truth'][]
  /** First frame of the second half, which nothing learns from. */
  readonly half: number
}

export async function openFootage(video: string, truthFile: string): Promise<Footage> {
  const parsed = TruthFile.safeParse(JSON.parse(await readFile(truthFile, 'utf8')))
  if (!parsed.success) throw new Fault('input-invalid', `${truthFile}: ${z.prettifyError(parsed.error)}`)
  const truth = parsed.data.frames.map((objects) =>
    objects.map(({ label, box: [left, top, width, height] }) => ({ label, box: clampBox({ left, top, width, height }) })),
  )
  const labels = [...new Set(truth.flat().map((object) => object.label))].sort()
  return { video, labels, truth, half: Math.ceil(truth.length / 2) }
}

export interface FootageFrame {
  readonly index: number
  readonly ptsMs: number
  readonly rgb: Uint8Array
  readonly width: number
  readonly height: number
}

/** The frames from `from` up to and without `to`, in the given size or their own. */
export async function* framesOf(
  { video, truth }: Footage,
  from: number,
  to: number,
  size?: { readonly width: number; readonly height: number },
): AsyncGenerator<FootageFrame> {
  let count = 0
  for await (const frame of decodeFile(video, size === undefined ? {} : { width: size.width, height: size.height })) {
    count++
    if (frame.index >= to) return
    if (frame.index >= from) yield frame
  }
  if (count < to) throw new Fault('input-invalid', `${video} has ${count} frames, its truth ${truth.length}.`)
}
