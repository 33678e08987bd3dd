import { join } from 'node:path'
import sharp from 'sharp'
import { canvas } from '../../local/line/layout.ts'
import { sampleFrames } from '../../local/line/sample-frames.ts'
import type { Detection } from '../../shared/domain/detection.ts'
import { createDetector } from '../../shared/vision/detector.ts'
import { loadModel } from '../../shared/vision/load-model.ts'

export interface SamplePicture {
  readonly jpeg: Uint8Array
  /** What the model sees in it on this machine. */
  readonly detections: readonly Detection[]
}

/** A picture of the drawn line with a hand in it, and what a model sees there without any image. */
export async function samplePicture(modelFolder: string): Promise<SamplePicture> {
  const [frame] = await sampleFrames({ seed: 7, count: 1, rareShare: 1 })
  const raw = { ...canvas, channels: 3 as const }
  const jpeg = await sharp(frame!.rgb, { raw }).jpeg({ quality: 90 }).toBuffer()
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true })
  const detector = await createDetector(await loadModel(join(modelFolder)))
  try {
    return { jpeg, detections: await detector.detect({ data, width: info.width, height: info.height }) }
  } finally {
    await detector.close()
  }
}
