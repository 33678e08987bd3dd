import type { Candidate } from './non-maximum-suppression.ts'

/** One picture's output [4 + labels, anchors] as Ultralytics exports it: centre x, centre y, width, height, scores. */
export interface YoloOutput {
  readonly values: Float32Array
  readonly anchors: number
}

/** Boxes come in pixels of the model's input. An anchor counts for its surest label only, as in Ultralytics' own decoder. */
export function decodeYolo({ values, anchors }: YoloOutput, thresholds: readonly number[]): Candidate[] {
  const found: Candidate[] = []
  for (let anchor = 0; anchor < anchors; anchor++) {
    let label = 0
    let confidence = Number.NEGATIVE_INFINITY
    for (let other = 0; other < thresholds.length; other++) {
      const score = values[(4 + other) * anchors + anchor] as number
      if (score > confidence) [label, confidence] = [other, score]
    }
    if (!(confidence >= (thresholds[label] as number))) continue
    const term = (index: number) => values[index * anchors + anchor] as number
    const box = { left: term(0) - term(2) / 2, top: term(1) - term(3) / 2, width: term(2), height: term(3) }
    found.push({ label, confidence, box })
  }
  return found
}
