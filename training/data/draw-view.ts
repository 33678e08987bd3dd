import { drawBetween, type Random } from './random.ts'

/** The part of a frame that a sample shows, in fractions of the frame; it may reach beyond the frame. */
export interface View {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly isFlipped: boolean
}

/** The frame as it is: what validation and the exported model see. */
export const wholeView: View = { left: 0, top: 0, width: 1, height: 1, isFlipped: false }

/**
 * Zoom 0.5–1.15 of the frame, aspect ratio ± 30 %, anywhere inside or up to 15 % outside, mirrored in half of the draws.
 *
 * The aspect ratio is what makes few frames go far: a hand seen from one side comes out in many shapes. So does the zoom: what
 * comes nearer to the camera than ever before is still known.
 */
export function drawView(random: Random): View {
  const zoom = Math.exp(drawBetween(random, Math.log(0.5), Math.log(1.15)))
  const aspect = Math.exp(drawBetween(random, -0.3, 0.3) / 2)
  const width = zoom * aspect
  const height = zoom / aspect
  // A window wider than the frame may lie anywhere between the two ends.
  const place = (size: number) => drawBetween(random, -0.15, 1.15 - size)
  return { left: place(width), top: place(height), width, height, isFlipped: random() < 0.5 }
}
