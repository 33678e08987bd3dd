import { clampBox } from '../domain/box.ts'
import type { Detection } from '../domain/detection.ts'
import { Fault } from '../domain/faults.ts'
import type { ModelCard } from '../domain/model-card.ts'
import type { Placement } from './fit.ts'
import { decodeGrid, sameObjectIou } from './grid-head.ts'
import { type Candidate, suppressNonMaxima } from './non-maximum-suppression.ts'
import { decodeYolo } from './yolo-head.ts'

/** What a runtime gives back for one output. */
export interface OutputTensor {
  readonly dims: readonly number[]
  readonly data: unknown
}

/** Held for labels that neither the card nor the caller says anything about. */
const defaultThreshold = 0.4

export type Thresholds = Readonly<Record<string, number>>

/** Turns the outputs of one run into detections: fractions of the picture that lies at `placement`. */
export function readHead(
  card: ModelCard,
  thresholds: Thresholds,
  outputs: Readonly<Record<string, OutputTensor>>,
  placement: Placement,
): Detection[] {
  const perLabel = card.labels.map((label) => thresholds[label] ?? card.thresholds[label] ?? defaultThreshold)
  const kept =
    card.head === 'grid'
      ? suppressNonMaxima(readGrid(card, perLabel, outputs), sameObjectIou)
      : suppressNonMaxima(readYolo(card, perLabel, outputs))
  return kept.flatMap((candidate) => toDetection(card, candidate, placement))
}

function toDetection(card: ModelCard, candidate: Candidate, placement: Placement): Detection[] {
  const { left, top, width, height } = candidate.box
  const box = clampBox({
    left: (left - placement.left) / placement.width,
    top: (top - placement.top) / placement.height,
    width: width / placement.width,
    height: height / placement.height,
  })
  // A box in the letterbox's padding, or one of infinite size, is no thing in the picture.
  if (!(box.width > 0 && box.height > 0)) return []
  return [{ label: card.labels[candidate.label] as string, confidence: Math.min(1, candidate.confidence), box }]
}

function readGrid(card: ModelCard, thresholds: number[], outputs: Readonly<Record<string, OutputTensor>>): Candidate[] {
  const heat = floats(outputs, 'heat', (dims) => dims.length === 4 && dims[1] === card.labels.length, `[1, ${card.labels.length}, h, w]`)
  const [height, width] = [heat.dims[2] as number, heat.dims[3] as number]
  const isBox = (dims: readonly number[]) => dims.length === 4 && dims[1] === 4 && dims[2] === height && dims[3] === width
  const box = floats(outputs, 'box', isBox, `[1, 4, ${height}, ${width}]`)
  return decodeGrid({ heat: heat.data, box: box.data, width, height }, card.stride, thresholds)
}

function readYolo(card: ModelCard, thresholds: number[], outputs: Readonly<Record<string, OutputTensor>>): Candidate[] {
  const name = Object.keys(outputs)[0] ?? 'output0'
  const rows = 4 + card.labels.length
  const output = floats(outputs, name, (dims) => dims.length === 3 && dims[1] === rows, `[1, ${rows}, anchors]`)
  return decodeYolo({ values: output.data, anchors: output.dims[2] as number }, thresholds)
}

function floats(
  outputs: Readonly<Record<string, OutputTensor>>,
  name: string,
  isExpected: (dims: readonly number[]) => boolean,
  expected: string,
): { dims: readonly number[]; data: Float32Array } {
  const output = outputs[name]
  if (output === undefined) throw new Fault('model-invalid', `It has no output "${name}", only ${Object.keys(outputs).join(', ')}.`)
  if (!isExpected(output.dims) || !(output.data instanceof Float32Array)) {
    throw new Fault('model-invalid', `Its output "${name}" has the shape [${output.dims.join(', ')}]; float ${expected} was expected.`)
  }
  return { dims: output.dims, data: output.data }
}
