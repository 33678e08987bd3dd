import type { Grip, Point } from './box-geometry.ts'
import type { Box } from './boxes.ts'

export type Hit = { readonly kind: 'grip'; readonly grip: Grip } | { readonly kind: 'box'; readonly id: string } | { readonly kind: 'none' }

interface Target {
  readonly id: string
  /** In pixels of the stage. */
  readonly box: Box
}

/**
 * What a pointer takes hold of: a grip of the chosen box, else the chosen box, else the smallest one under it,
 * for a large one would never let a small one inside of it be reached.
 *
 * @param reach How many pixels a grip can be missed by; more for fingers
 */
export function hitTest(point: Point, targets: readonly Target[], chosen: string | undefined, reach: number): Hit {
  const own = targets.find(({ id }) => id === chosen)
  const grip = own && gripAt(point, own.box, reach)
  if (grip) return { kind: 'grip', grip }
  if (own && isInside(point, own.box)) return { kind: 'box', id: own.id }
  const under = targets.filter(({ box }) => isInside(point, box)).sort((a, b) => area(a.box) - area(b.box))[0]
  return under === undefined ? { kind: 'none' } : { kind: 'box', id: under.id }
}

function gripAt({ x, y }: Point, { left, top, width, height }: Box, reach: number): Grip | undefined {
  const across = side(x, left, width, reach)
  const down = side(y, top, height, reach)
  if (across === undefined || down === undefined) return undefined
  return across === 0 && down === 0 ? undefined : { x: across, y: down }
}

/** Which side is near; 0 = between them; undefined = beyond. Inwards a small box keeps its middle third for being moved. */
function side(at: number, start: number, length: number, reach: number): -1 | 0 | 1 | undefined {
  const end = start + length
  if (at < start - reach || at > end + reach) return undefined
  const inward = Math.min(reach, length / 3)
  if (at <= start + inward) return -1
  return at >= end - inward ? 1 : 0
}

function isInside({ x, y }: Point, { left, top, width, height }: Box): boolean {
  return x >= left && x <= left + width && y >= top && y <= top + height
}

function area({ width, height }: Box): number {
  return width * height
}
