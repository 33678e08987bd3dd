import type { Box } from './boxes.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** What is dragged of a box: the sides that move with the pointer. */
export interface Grip {
  readonly x: -1 | 0 | 1
  readonly y: -1 | 0 | 1
}

/** The box between two corners, wherever the second lies as seen from the first; cut to the picture. */
export function boxBetween(from: Point, to: Point): Box {
  const left = fraction(Math.min(from.x, to.x))
  const top = fraction(Math.min(from.y, to.y))
  return { left, top, width: fraction(Math.max(from.x, to.x)) - left, height: fraction(Math.max(from.y, to.y)) - top }
}

/** Moves a box as far as the picture goes; its size stays exactly as it is. */
export function moveBox(box: Box, by: Point): Box {
  return { ...box, left: within(box.left + by.x, 1 - box.width), top: within(box.top + by.y, 1 - box.height) }
}

/** Moves the sides that the grip holds. Dragged over the side opposite, the box turns over. */
export function resizeBox(box: Box, grip: Grip, by: Point): Box {
  const { left, top } = box
  const [right, bottom] = [left + box.width, top + box.height]
  const x = grip.x < 0 ? [left + by.x, right] : grip.x > 0 ? [left, right + by.x] : [left, right]
  const y = grip.y < 0 ? [top + by.y, bottom] : grip.y > 0 ? [top, bottom + by.y] : [top, bottom]
  return boxBetween({ x: x[0]!, y: y[0]! }, { x: x[1]!, y: y[1]! })
}

/**
 * Moves the right and lower side by so much, as the keyboard does. It never gets smaller than `least`:
 * what has no area could neither be seen nor saved.
 */
export function growBox(box: Box, by: Point, least: Point): Box {
  const width = Math.max(Math.min(least.x, box.width), Math.min(box.width + by.x, 1 - box.left))
  const height = Math.max(Math.min(least.y, box.height), Math.min(box.height + by.y, 1 - box.top))
  return { ...box, width, height }
}

export function hasArea({ width, height }: Box): boolean {
  return width > 0 && height > 0
}

function fraction(value: number): number {
  return within(value, 1)
}

function within(value: number, largest: number): number {
  return Math.min(Math.max(0, value), Math.max(0, largest))
}
