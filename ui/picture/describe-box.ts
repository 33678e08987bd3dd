import type { Text } from '../text/text.ts'
import type { EditedBox } from './use-box-edits.ts'
import type { Size } from './view.ts'

/** A box in words, with its pixels: "1: defect, Suggestion, 64 × 48 pixels at 120, 80". */
export function describeBox(text: Text['boxes'], box: EditedBox, index: number, size: Size): string {
  const { label, isSuggestion, isDoubted } = box
  const kind = isSuggestion ? (isDoubted ? text.doubted : text.suggestion) : ''
  return text.box(index + 1, label, kind, placeOf(text, box, size))
}

/** Where it is, in pixels of the picture. */
export function placeOf(text: Text['boxes'], { box }: EditedBox, { width, height }: Size): string {
  const pixels = [box.width * width, box.height * height, box.left * width, box.top * height].map(Math.round)
  return text.place(...(pixels as [number, number, number, number]))
}
