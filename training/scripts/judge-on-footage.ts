import { createDetector } from '../../shared/vision/detector.ts'
import { loadModel } from '../../shared/vision/load-model.ts'
import { type ComparedPicture, groupByLabel } from '../metrics/compare-detections.ts'
import { measureLabel } from '../metrics/measure-labels.ts'
import { type Footage, framesOf } from './footage.ts'

/** A frame of the second half with everything that was found in it, however unsure. */
export interface JudgedFrame extends ComparedPicture {
  readonly ptsMs: number
}

export interface FootageFigures {
  readonly label: string
  readonly threshold: number
  readonly f1At30: number
  readonly f1At50: number
  readonly precisionAt30: number
  readonly recallAt30: number
  readonly ap50: number
}

export interface FootageJudgement {
  readonly frames: readonly JudgedFrame[]
  readonly figures: readonly FootageFigures[]
  readonly thresholds: Readonly<Record<string, number>>
}

/** Runs the edge's own detector over the second half of the footage. */
export async function judgeOnFootage(modelFolder: string, footage: Footage): Promise<FootageJudgement> {
  const model = await loadModel(modelFolder)
  const { labels, thresholds, input } = model.card
  const detector = await createDetector(model, { thresholds: Object.fromEntries(labels.map((label) => [label, 0.05])) })
  const frames: JudgedFrame[] = []
  try {
    for await (const { index, ptsMs, rgb, width, height } of framesOf(footage, footage.half, footage.truth.length, input)) {
      frames.push({ ptsMs, truth: footage.truth[index]!, detections: await detector.detect({ data: rgb, width, height }) })
    }
  } finally {
    await detector.close()
  }
  const pictures = groupByLabel(footage.labels, frames)
  const figures = footage.labels.map((label, index): FootageFigures => {
    const threshold = thresholds[label] ?? 1
    const loose = measureLabel(pictures[index]!, threshold, 0.3)
    const strict = measureLabel(pictures[index]!, threshold, 0.5)
    const { precision, recall } = loose
    return { label, threshold, f1At30: loose.f1, f1At50: strict.f1, precisionAt30: precision, recallAt30: recall, ap50: strict.ap50 }
  })
  return { frames, figures, thresholds }
}
