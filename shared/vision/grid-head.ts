import { type Box, iou } from '../domain/box.ts'
import type { Candidate } from './non-maximum-suppression.ts'

/** The two outputs of one picture: scores [labels, height, width] and box terms [4, height, width]. */
export interface GridOutput {
  readonly heat: Float32Array
  readonly box: Float32Array
  readonly width: number
  readonly height: number
}

/**
 * Boxes of a label that overlap so much are one object. Less than the usual half: where a large thing has two peaks, each
 * draws its box around its own part of it.
 */
export const sameObjectIou = 0.3

/** Boxes of neighbouring cells that overlap so much are of the same object. */
const sameBoxIou = 0.5

/**
 * Reads the heat map of the reference trainer: a cell is an object where its score is at least the label's threshold
 * and no cell of the 3 × 3 around it is higher. Boxes come in pixels of the model's input: the mean of those that these
 * cells draw around the same object, weighted by their scores. All of them have learned its box, each errs in its own way.
 */
export function decodeGrid(output: GridOutput, stride: number, thresholds: readonly number[]): Candidate[] {
  const { heat, width, height } = output
  const found: Candidate[] = []
  for (const [label, threshold] of thresholds.entries()) {
    const plane = label * width * height
    for (let cell = 0; cell < width * height; cell++) {
      const confidence = heat[plane + cell] as number
      // Written so that a NaN is no object.
      if (!(confidence >= threshold)) continue
      if (isPeak(output, plane, cell)) found.push({ label, confidence, box: meanBox(output, plane, cell, stride) })
    }
  }
  return found
}

function isPeak(output: GridOutput, plane: number, cell: number): boolean {
  const confidence = output.heat[plane + cell] as number
  return !around(output, cell).some((other) => (output.heat[plane + other] as number) > confidence)
}

function meanBox(output: GridOutput, plane: number, cell: number, stride: number): Box {
  const own = boxOf(output, cell, stride)
  const sum = { left: 0, top: 0, width: 0, height: 0 }
  let weights = 0
  for (const other of around(output, cell)) {
    const box = other === cell ? own : boxOf(output, other, stride)
    const weight = output.heat[plane + other] as number
    // Written so that a NaN is left out; a box that is not finite overlaps with nothing.
    if (other !== cell && !(weight > 0 && iou(box, own) >= sameBoxIou)) continue
    weights += weight
    for (const side of ['left', 'top', 'width', 'height'] as const) sum[side] += weight * box[side]
  }
  return { left: sum.left / weights, top: sum.top / weights, width: sum.width / weights, height: sum.height / weights }
}

/** The cells of the 3 × 3 around this one that lie on the grid, itself among them. */
function around({ width, height }: GridOutput, cell: number): number[] {
  const [column, row] = [cell % width, Math.floor(cell / width)]
  const cells: number[] = []
  for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++)
    for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++) cells.push(y * width + x)
  return cells
}

function boxOf({ box, width, height }: GridOutput, cell: number, stride: number): Candidate['box'] {
  const plane = width * height
  const term = (index: number) => box[index * plane + cell] as number
  const centreX = (term(0) + (cell % width) + 0.5) * stride
  const centreY = (term(1) + Math.floor(cell / width) + 0.5) * stride
  const boxWidth = Math.exp(term(2)) * 4 * stride
  const boxHeight = Math.exp(term(3)) * 4 * stride
  return { left: centreX - boxWidth / 2, top: centreY - boxHeight / 2, width: boxWidth, height: boxHeight }
}
