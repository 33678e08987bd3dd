import { z } from 'zod'

const Fraction = z.number().min(0).max(1)

/** Fractions 0..1 of the picture, origin at its top-left corner. */
export const Box = z.strictObject({ left: Fraction, top: Fraction, width: Fraction, height: Fraction })
export type Box = z.infer<typeof Box>

/** Intersection over union, 0..1; 0 where both boxes are empty. */
export function iou(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top)
  if (width <= 0 || height <= 0) return 0
  const shared = width * height
  return shared / (a.width * a.height + b.width * b.height - shared)
}

/** Cuts a box to the picture. A box that lies outside becomes empty (width or height 0). */
export function clampBox(box: Box): Box {
  const left = clamp(box.left)
  const top = clamp(box.top)
  return { left, top, width: clamp(box.left + box.width) - left, height: clamp(box.top + box.height) - top }
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}
