import type { Detection } from '../../shared/domain/detection.ts'
import type { Picture } from '../../shared/vision/detector.ts'
import { textDots, textHeight } from './draw-text.ts'

type Colour = readonly [number, number, number]

// Okabe and Ito's palette: told apart also by people who do not see all colours.
const palette: readonly Colour[] = [
  [230, 159, 0],
  [86, 180, 233],
  [0, 158, 115],
  [240, 228, 66],
  [204, 121, 167],
  [213, 94, 0],
]
const alarmColour: Colour = [255, 40, 40]
const inkColour: Colour = [0, 0, 0]

/** Draws the boxes and what they are into the picture itself. The detection in `marked` stands out. */
export function drawBoxes(picture: Picture, detections: readonly Detection[], marked?: Detection): void {
  const labels = [...new Set(detections.map(({ label }) => label))].sort()
  const thickness = Math.max(2, Math.round(picture.height / 240))
  for (const detection of [...detections.filter((other) => other !== marked), ...(marked === undefined ? [] : [marked])]) {
    const isMarked = detection === marked
    const colour = isMarked ? alarmColour : (palette[labels.indexOf(detection.label) % palette.length] as Colour)
    drawBox(picture, detection, colour, isMarked ? thickness * 2 : thickness)
  }
}

function drawBox(picture: Picture, { label, confidence, box }: Detection, colour: Colour, thickness: number): void {
  const left = Math.round(box.left * picture.width)
  const top = Math.round(box.top * picture.height)
  const right = Math.round((box.left + box.width) * picture.width)
  const bottom = Math.round((box.top + box.height) * picture.height)
  fill(picture, left, top, right, top + thickness, colour)
  fill(picture, left, bottom - thickness, right, bottom, colour)
  fill(picture, left, top, left + thickness, bottom, colour)
  fill(picture, right - thickness, top, right, bottom, colour)

  const scale = Math.max(2, Math.round(picture.height / 240))
  const height = (textHeight + 2) * scale
  // Above the box, or inside it where there is no room.
  const textTop = top >= height ? top - height : top
  const dots = textDots(`${label} ${Math.round(confidence * 100)}%`)
  fill(picture, left, textTop, left + (dots.columns + 2) * scale, textTop + height, colour)
  for (let row = 0; row < textHeight; row++) {
    for (let column = 0; column < dots.columns; column++) {
      const [x, y] = [left + (column + 1) * scale, textTop + (row + 1) * scale]
      if (dots.isInk(column, row)) fill(picture, x, y, x + scale, y + scale, inkColour)
    }
  }
}

function fill({ data, width, height }: Picture, left: number, top: number, right: number, bottom: number, colour: Colour): void {
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y++) {
    for (let x = Math.max(0, left); x < Math.min(width, right); x++) data.set(colour, (y * width + x) * 3)
  }
}
