/** A corner of a zone as fractions of the picture, from its top left. */
export type Corner = readonly [left: number, top: number]
export type Zone = readonly Corner[]

/** As rules want their zones. */
export const [leastCorners, mostCorners] = [3, 32] as const

/** Four digits: a hundredth of a percent is less than half a pixel of any camera. */
const digits = 1e4

export function clampCorner([left, top]: Corner): Corner {
  return [clamp(left), clamp(top)]
}

function clamp(value: number): number {
  return Math.round(Math.min(1, Math.max(0, Number.isFinite(value) ? value : 0)) * digits) / digits
}

/**
 * A further corner. Up to the third it comes at the end; then into the edge that is nearest to it, so that a click beside an
 * outline bends that outline. A zone that is full stays as it is.
 */
export function addCorner(zone: Zone, corner: Corner): { readonly zone: Zone; readonly index: number } {
  if (zone.length >= mostCorners) return { zone, index: zone.length - 1 }
  const index = zone.length < leastCorners ? zone.length : nearestEdge(zone, corner) + 1
  return { zone: zone.toSpliced(index, 0, clampCorner(corner)), index }
}

export function moveCorner(zone: Zone, index: number, corner: Corner): Zone {
  return zone.with(index, clampCorner(corner))
}

/** The middle of the edge that begins at a corner becomes a corner. */
export function insertCorner(zone: Zone, after: number): Zone {
  if (zone.length >= mostCorners) return zone
  return zone.toSpliced(after + 1, 0, middleOf(zone, after))
}

export function removeCorner(zone: Zone, index: number): Zone {
  return zone.toSpliced(index, 1)
}

/** Half way from a corner to the next one. */
export function middleOf(zone: Zone, index: number): Corner {
  const [[ax, ay], [bx, by]] = [zone[index]!, zone[(index + 1) % zone.length]!]
  return clampCorner([(ax + bx) / 2, (ay + by) / 2])
}

/** Share of the picture, 0..1, by the shoelace formula; of an outline that crosses itself it says little. */
export function areaOf(zone: Zone): number {
  const twice = edgesOf(zone).reduce((sum, [[ax, ay], [bx, by]]) => sum + ax * by - bx * ay, 0)
  return Math.abs(twice) / 2
}

/** Whether two edges that are no neighbours meet. */
export function crossesItself(zone: Zone): boolean {
  const edges = edgesOf(zone)
  return edges.some((edge, one) =>
    edges.some((other, two) => two > one + 1 && !(one === 0 && two === edges.length - 1) && doCross(edge, other)),
  )
}

/** Which edge lies nearest to a point, by the corner that it begins at. */
export function nearestEdge(zone: Zone, point: Corner): number {
  const distances = edgesOf(zone).map((edge) => distanceTo(edge, point))
  return distances.indexOf(Math.min(...distances))
}

/** Where on a picture a pointer is. */
export function cornerAt(
  { left, top, width, height }: { left: number; top: number; width: number; height: number },
  x: number,
  y: number,
): Corner {
  return clampCorner([(x - left) / width, (y - top) / height])
}

type Edge = readonly [Corner, Corner]

function edgesOf(zone: Zone): Edge[] {
  return zone.map((corner, index) => [corner, zone[(index + 1) % zone.length]!])
}

function distanceTo([[ax, ay], [bx, by]]: Edge, [x, y]: Corner): number {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length))
  return Math.hypot(x - ax - along * dx, y - ay - along * dy)
}

function doCross([a, b]: Edge, [c, d]: Edge): boolean {
  return sideOf(a, b, c) !== sideOf(a, b, d) && sideOf(c, d, a) !== sideOf(c, d, b)
}

function sideOf([ax, ay]: Corner, [bx, by]: Corner, [x, y]: Corner): number {
  return Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax))
}
