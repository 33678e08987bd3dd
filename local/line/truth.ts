import { canvas } from './layout.ts'
import type { PixelBox } from './sprite.ts'

export const lineLabels = ['bottle', 'bottle-no-cap', 'leak', 'hand'] as const
export type LineLabel = (typeof lineLabels)[number]

/** What is to be seen in a picture. The box is in fractions of it and holds only the part inside. */
export interface TrueObject {
  readonly label: LineLabel
  readonly box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
}

/** Of less than this share nobody could say what it is. */
export const leastVisible = 0.3

/** Cuts a box to the picture (and to what is right of `fromX`); undefined where too little is left of it. `hidden` is the share behind other things. */
export function trueObject(label: LineLabel, box: PixelBox, fromX = 0, hidden = 0): TrueObject | undefined {
  const left = Math.max(box.left, fromX, 0)
  const right = Math.min(box.right, canvas.width)
  const top = Math.max(box.top, 0)
  const bottom = Math.min(box.bottom, canvas.height)
  if (right <= left || bottom <= top) return undefined
  const inside = ((right - left) * (bottom - top)) / ((box.right - box.left) * (box.bottom - box.top))
  if (inside * (1 - hidden) < leastVisible) return undefined
  return {
    label,
    box: {
      left: left / canvas.width,
      top: top / canvas.height,
      width: (right - left) / canvas.width,
      height: (bottom - top) / canvas.height,
    },
  }
}
