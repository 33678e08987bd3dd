import type { Box } from '../domain/box.ts'
import type { Rule } from '../domain/rule.ts'

type Point = readonly [number, number]

/** Whether a box lies in the zone of a rule, by the point of the box that the rule names. Without a zone everything does. */
export function isInZone(box: Box, { zone, anchor }: Pick<Rule, 'zone' | 'anchor'>): boolean {
  if (zone === undefined) return true
  if (anchor === 'overlap') return overlaps(box, zone)
  const x = box.left + box.width / 2
  return isInside([x, anchor === 'bottom' ? box.top + box.height : box.top + box.height / 2], zone)
}

/** Even-odd rule: a line from the point to the right crosses the outline an odd number of times. */
function isInside([x, y]: Point, zone: readonly Point[]): boolean {
  return edges(zone).filter(([[ax, ay], [bx, by]]) => ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)).length % 2 === 1
}

function overlaps(box: Box, zone: readonly Point[]): boolean {
  const [right, bottom] = [box.left + box.width, box.top + box.height]
  const corners: Point[] = [
    [box.left, box.top],
    [right, box.top],
    [right, bottom],
    [box.left, bottom],
  ]
  const holds = ([x, y]: Point) => x >= box.left && x <= right && y >= box.top && y <= bottom
  if (corners.some((corner) => isInside(corner, zone)) || zone.some(holds)) return true
  return edges(zone).some((edge) => edges(corners).some((side) => cross(edge, side)))
}

function edges(polygon: readonly Point[]): [Point, Point][] {
  return polygon.map((corner, index) => [corner, polygon[(index + 1) % polygon.length] as Point])
}

function cross([a, b]: [Point, Point], [c, d]: [Point, Point]): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
}

/** Positive on one side of the line from a to b, negative on the other. */
function side(a: Point, b: Point, p: Point): number {
  return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
}
