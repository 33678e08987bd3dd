import type { Picture } from '../../../shared/vision/detector.ts'

export type Colour = readonly [number, number, number]
export const colours = { red: [255, 0, 0], blue: [0, 0, 255], grey: [128, 128, 128] } as const

export interface Square {
  readonly left: number
  readonly top: number
  readonly side: number
  readonly colour: Colour
}

/** A grey picture with squares on it, in RGB. */
export function paint(width: number, height: number, squares: readonly Square[]): Picture {
  const data = new Uint8Array(width * height * 3).fill(128)
  for (const { left, top, side, colour } of squares) {
    for (let y = Math.max(0, top); y < Math.min(height, top + side); y++) {
      for (let x = Math.max(0, left); x < Math.min(width, left + side); x++) data.set(colour, (y * width + x) * 3)
    }
  }
  return { data, width, height }
}
