import { type Box, clampBox } from '../../shared/domain/box.ts'

/** What the camera sees after somebody has moved it: this part of the picture, as large as the picture was. */
export interface View {
  readonly left: number
  readonly top: number
  /** Share of width and height. */
  readonly size: number
}

export const unmoved: View = { left: 0, top: 0, size: 1 }
/** Nearer, and turned a little to the right. */
export const moved: View = { left: 0.1, top: 0.06, size: 0.88 }

/** Less of an object than this in the picture, and nobody would say that it is there. */
const leastShare = 0.5

export function moveObjects<Thing extends { readonly box: Box }>(objects: readonly Thing[], view: View): Thing[] {
  return objects.flatMap((object) => {
    const box = clampBox({
      left: (object.box.left - view.left) / view.size,
      top: (object.box.top - view.top) / view.size,
      width: object.box.width / view.size,
      height: object.box.height / view.size,
    })
    const wholeArea = (object.box.width * object.box.height) / view.size ** 2
    return box.width * box.height < leastShare * wholeArea ? [] : [{ ...object, box }]
  })
}

/** Bilinear, three bytes a pixel. */
export function movePicture(rgb: Uint8Array, width: number, height: number, view: View): Uint8Array {
  if (view.size === 1 && view.left === 0 && view.top === 0) return rgb
  const seen = new Uint8Array(rgb.length)
  for (let y = 0, to = 0; y < height; y++) {
    const fromY = (view.top + ((y + 0.5) / height) * view.size) * height - 0.5
    const [top, below] = neighbours(fromY, height)
    for (let x = 0; x < width; x++) {
      const fromX = (view.left + ((x + 0.5) / width) * view.size) * width - 0.5
      const [left, right] = neighbours(fromX, width)
      for (let colour = 0; colour < 3; colour++, to++) {
        const at = (row: number, column: number) => rgb[(row * width + column) * 3 + colour]!
        const upper = at(top, left) * (right - fromX) + at(top, right) * (fromX - left)
        const lower = at(below, left) * (right - fromX) + at(below, right) * (fromX - left)
        seen[to] = left === right ? at(top, left) : upper * (below - fromY) + lower * (fromY - top)
      }
    }
  }
  return seen
}

function neighbours(position: number, count: number): [number, number] {
  const first = Math.min(count - 2, Math.max(0, Math.floor(position)))
  return [first, first + 1]
}
