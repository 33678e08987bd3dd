import type { Point } from './box-geometry.ts'

export interface Pinch {
  readonly middle: Point
  readonly spread: number
}

/** Two fingers as one gesture: where they are, and how far apart. */
export function pinchOf([a, b]: readonly [Point, Point]): Pinch {
  return { middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, spread: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)) }
}

/** What has come of it since: how much larger, and moved how far. */
export function pinchStep(before: Pinch, now: Pinch): { factor: number; by: Point } {
  return { factor: now.spread / before.spread, by: { x: now.middle.x - before.middle.x, y: now.middle.y - before.middle.y } }
}
