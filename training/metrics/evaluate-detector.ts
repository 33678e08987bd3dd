import { clampBox } from '../../shared/domain/box.ts'
import type { PictureBoxes } from '../../shared/domain/match-boxes.ts'
import { decodeGrid, sameObjectIou } from '../../shared/vision/grid-head.ts'
import { suppressNonMaxima } from '../../shared/vision/non-maximum-suppression.ts'
import { type Frames, frameAt } from '../data/load-frames.ts'
import { inputName } from '../net/detector.ts'
import { gridOf, type Layout, strideOfOutput } from '../net/layout.ts'
import { loadRuntime } from '../onnx/load-runtime.ts'
import { floatsOf } from '../steps/open-step.ts'

/** Weaker boxes are left out even of the curves; they are the floor of the heat map. */
const leastScore = 0.05

export interface DetectorRun {
  /** For each label, the found and wanted boxes of each frame. */
  readonly perLabel: readonly (readonly PictureBoxes[])[]
  /** Mean time of one inference on one thread, without decoding the output. */
  readonly inferenceMs: number
}

/** Runs an exported model over frames of its own input size and decodes its output as the edge does. */
export async function runDetector(model: Uint8Array, layout: Layout, frames: Frames): Promise<DetectorRun> {
  const { InferenceSession, Tensor } = await loadRuntime()
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' })
  const grid = gridOf(layout, strideOfOutput)
  const thresholds = layout.labels.map(() => leastScore)
  const perLabel: PictureBoxes[][] = layout.labels.map(() => [])
  let inferenceMs = 0
  try {
    for (const [index, objects] of frames.objects.entries()) {
      const image = new Tensor('uint8', new Uint8Array(frameAt(frames, index)), [1, layout.height, layout.width, 3])
      const startedAt = performance.now()
      const answer = await session.run({ [inputName]: image })
      inferenceMs += (performance.now() - startedAt) / frames.objects.length
      const output = { heat: floatsOf(answer, 'heat'), box: floatsOf(answer, 'box'), ...grid }
      const found = suppressNonMaxima(decodeGrid(output, strideOfOutput, thresholds), sameObjectIou)
      for (const [label, pictures] of perLabel.entries()) {
        pictures.push({
          found: found
            .filter((one) => one.label === label)
            .map((one) => ({ score: one.confidence, box: clampBox(toFractions(one.box, layout)) })),
          wanted: objects.filter((one) => one.label === label),
        })
      }
    }
  } finally {
    await session.release()
  }
  return { perLabel, inferenceMs }
}

function toFractions(box: PictureBoxes['found'][number]['box'], { width, height }: Layout) {
  return { left: box.left / width, top: box.top / height, width: box.width / width, height: box.height / height }
}
