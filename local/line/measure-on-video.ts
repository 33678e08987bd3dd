import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeFile } from '../../edge/video/decode-file.ts'
import { createDetector } from '../../shared/vision/detector.ts'
import type { LoadedModel } from '../../shared/vision/load-model.ts'
import { type ComparedPicture, groupByLabel } from '../../training/metrics/compare-detections.ts'
import { type LabelMetrics, measureLabels } from '../../training/metrics/measure-labels.ts'
import { startEncoder } from './encoder.ts'
import { createLine } from './scene.ts'
import { rgbToYuv420 } from './yuv.ts'

export interface VideoOptions {
  readonly seed: number
  readonly seconds: number
  readonly framesPerSecond: number
  readonly kilobitsPerSecond: number
}

/**
 * Measures a model as it will run: the line's video goes through the camera's own H.264 encoder, the edge's decoder and the
 * edge's detector. Answers with the figures of each label at the model's thresholds.
 */
export async function measureOnVideo(model: LoadedModel, options: VideoOptions): Promise<Record<string, LabelMetrics>> {
  const folder = await mkdtemp(join(tmpdir(), 'sightloop-line-'))
  const { labels, thresholds, input } = model.card
  const detector = await createDetector(model, { thresholds: Object.fromEntries(labels.map((label) => [label, 0.05])) })
  try {
    const file = join(folder, 'line.h264')
    await writeFile(file, await encodeLine(options))
    const line = await createLine({ seed: options.seed })
    const pictures: ComparedPicture[] = []
    for await (const { index, rgb, width, height } of decodeFile(file, { width: input.width, height: input.height })) {
      const detections = await detector.detect({ data: rgb, width, height })
      pictures.push({ detections, truth: line.truthAt(index / options.framesPerSecond) })
    }
    return measureLabels(labels, groupByLabel(labels, pictures), thresholds)
  } finally {
    await detector.close()
    await rm(folder, { recursive: true })
  }
}

async function encodeLine({ seed, seconds, framesPerSecond, kilobitsPerSecond }: VideoOptions): Promise<Uint8Array> {
  const line = await createLine({ seed })
  const { width, height } = line
  const units: Uint8Array[] = []
  const settings = { width, height, framesPerSecond, keyFrameFrames: framesPerSecond, kilobitsPerSecond }
  const encoder = startEncoder(settings, {
    onAccessUnit: (unit) => units.push(...unit.nals.flatMap((nal) => [startCode, nal])),
    onFailure: (error) => {
      throw error
    },
  })
  for (let frame = 0; frame < seconds * framesPerSecond; frame++) {
    encoder.write(rgbToYuv420(line.draw(frame / framesPerSecond).rgb, width, height))
  }
  await encoder.close()
  return Buffer.concat(units)
}

const startCode = Uint8Array.of(0, 0, 0, 1)
