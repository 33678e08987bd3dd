import type { Detection } from './detection.ts'
import type { ClassFigures, ModelFigures } from './evaluation.ts'
import { judge, matchPicture, type PictureBoxes } from './match-boxes.ts'
import { type FrameSeen, type FrameTruth, type ModelUnderTest, type SeenFrames, thresholdOf } from './object-truth.ts'
import { averagePrecision, measureAt } from './precision-recall.ts'

/** Overlap that makes a box right, as usual for AP50. */
export const rightFrom = 0.5
const binCount = 10

interface Pair {
  readonly truth: FrameTruth
  readonly seen: FrameSeen
}

/** Counts one model's detections against the truth. Pure: the same lists give the same figures, bit for bit. */
export function measureModel(truths: readonly FrameTruth[], seen: SeenFrames): ModelFigures {
  const pairs = pairUp(truths, seen)
  const labels = labelsOf(truths, seen.of)
  const cameras = [...new Set(truths.map(({ camera }) => camera))].sort()
  const total = pairs.reduce((sum, { seen: { inferenceMs } }) => sum + inferenceMs, 0)
  return {
    model: seen.of.model,
    perClass: figuresOf(pairs, labels, seen.of),
    perCamera: Object.fromEntries(
      cameras.map((camera) => [
        camera,
        figuresOf(
          pairs.filter(({ truth }) => truth.camera === camera),
          labels,
          seen.of,
        ),
      ]),
    ),
    confusion: confusionOf(pairs, seen.of),
    calibration: calibrationOf(pairs, labels),
    meanInferenceMs: pairs.length === 0 ? 0 : total / pairs.length,
  }
}

/**
 * For each object of a label, in the order of the frames: whether the model finds it at its threshold.
 * Two models on the same truth give lists that belong together, object by object.
 */
export function objectsFound(truths: readonly FrameTruth[], seen: SeenFrames, label: string): boolean[] {
  const threshold = thresholdOf(seen.of, label)
  return pairUp(truths, seen).flatMap((pair) => {
    const boxes = boxesOf(pair, label)
    const taken = new Set(matchPicture(boxes, rightFrom).flatMap(({ score, wanted }) => (score >= threshold ? [wanted] : [])))
    return boxes.wanted.map((_, index) => taken.has(index))
  })
}

/** Mean F1 over the labels that have objects in the test; undefined where none has. */
export function meanF1({ perClass }: Pick<ModelFigures, 'perClass'>): number | undefined {
  const values = Object.values(perClass).filter(({ objects }) => objects > 0)
  return values.length === 0 ? undefined : values.reduce((sum, { f1 }) => sum + f1, 0) / values.length
}

/** Frames that a model was not run on count as frames on which it saw nothing. */
function pairUp(truths: readonly FrameTruth[], { frames }: SeenFrames): Pair[] {
  const byFrame = new Map(frames.map((one) => [one.frame, one]))
  return truths.map((truth) => ({ truth, seen: byFrame.get(truth.frame) ?? { frame: truth.frame, inferenceMs: 0, detections: [] } }))
}

function labelsOf(truths: readonly FrameTruth[], { labels }: ModelUnderTest): string[] {
  return [...new Set([...labels, ...truths.flatMap(({ objects }) => objects.map(({ label }) => label))])].sort()
}

function boxesOf({ truth, seen }: Pair, label: string): PictureBoxes {
  return {
    found: seen.detections.filter((one) => one.label === label).map(({ confidence, box }) => ({ score: confidence, box })),
    wanted: truth.objects.filter((one) => one.label === label).map(({ box }) => ({ box, isIgnored: false })),
  }
}

function figuresOf(pairs: readonly Pair[], labels: readonly string[], of: ModelUnderTest): Record<string, ClassFigures> {
  return Object.fromEntries(labels.map((label) => [label, classFigures(pairs, label, thresholdOf(of, label))]))
}

function classFigures(pairs: readonly Pair[], label: string, threshold: number): ClassFigures {
  const pictures = pairs.map((pair) => boxesOf(pair, label))
  const objects = pictures.reduce((count, { wanted }) => count + wanted.length, 0)
  const judged = judge(pictures, rightFrom)
  const { precision, recall, f1, falsePositives, falseNegatives } = measureAt(judged, objects, threshold)
  const ap50 = averagePrecision(judged, objects)
  return { objects, truePositives: objects - falseNegatives, falsePositives, falseNegatives, precision, recall, f1, ap50 }
}

/** Boxes are paired whatever their labels are, those of one label first: what is left over was taken for something else. */
function confusionOf(pairs: readonly Pair[], of: ModelUnderTest): ModelFigures['confusion'] {
  const counts = new Map<string, Map<string, number>>()
  const add = (truth: string, seen: string) => {
    const row = counts.get(truth) ?? new Map<string, number>()
    counts.set(truth, row.set(seen, (row.get(seen) ?? 0) + 1))
  }
  for (const { truth, seen } of pairs) {
    const sure = seen.detections.filter((one) => one.confidence >= thresholdOf(of, one.label))
    const left = { objects: [...truth.objects], detections: [...sure] }
    for (const label of new Set(truth.objects.map((one) => one.label))) pairOff(left, (one) => one.label === label, add)
    pairOff(left, () => true, add)
    for (const { label } of left.objects) add(label, 'none')
    for (const { label } of left.detections) add('none', label)
  }
  const sorted = <Value>(map: ReadonlyMap<string, Value>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted(counts).map(([truth, row]) => [truth, Object.fromEntries(sorted(row))]))
}

function pairOff(
  left: { objects: { label: string; box: Detection['box'] }[]; detections: Detection[] },
  isMeant: (one: { label: string }) => boolean,
  add: (truth: string, seen: string) => void,
): void {
  const objects = left.objects.filter(isMeant)
  const detections = left.detections.filter(isMeant).sort((a, b) => b.confidence - a.confidence)
  const found = detections.map(({ confidence, box }) => ({ score: confidence, box }))
  const matches = matchPicture({ found, wanted: objects.map(({ box }) => ({ box, isIgnored: false })) }, rightFrom)
  for (const [index, { wanted }] of matches.entries()) {
    const [object, detection] = [objects[wanted], detections[index]]
    if (object === undefined || detection === undefined) continue
    add(object.label, detection.label)
    left.objects.splice(left.objects.indexOf(object), 1)
    left.detections.splice(left.detections.indexOf(detection), 1)
  }
}

/** How far confidence can be believed: of the detections that are 80 to 90 % sure, 85 % should be right. */
function calibrationOf(pairs: readonly Pair[], labels: readonly string[]): ModelFigures['calibration'] {
  const judged = labels.flatMap((label) =>
    judge(
      pairs.map((pair) => boxesOf(pair, label)),
      rightFrom,
    ),
  )
  const bins = Array.from({ length: binCount }, (_, bin) => {
    const inside = judged.filter(({ score }) => Math.min(binCount - 1, Math.floor(score * binCount)) === bin)
    const sum = inside.reduce((total, { score }) => total + score, 0)
    return {
      count: inside.length,
      right: inside.filter(({ isRight }) => isRight).length,
      confidence: inside.length === 0 ? 0 : Math.min(1, sum / inside.length),
    }
  })
  const error = bins.reduce((sum, { count, right, confidence }) => sum + Math.abs(right - count * confidence), 0)
  return { bins, error: judged.length === 0 ? 0 : Math.min(1, error / judged.length) }
}
