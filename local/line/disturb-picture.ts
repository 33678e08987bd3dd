import { type Disturbances, shareOf } from './disturbances.ts'
import { canvas } from './layout.ts'
import type { TrueObject } from './truth.ts'

/** Colour of the dust's veil, and of the cloth. */
const veil = 190
const cloth = [74, 52, 44] as const

/** What is in front of the sensor: where the camera points, the dirt on its lens, and what covers it. In place, on RGB of any size. */
export function disturbPicture(rgb: Uint8Array, width: number, height: number, disturbances: Disturbances, seconds: number): void {
  const { turn, lens, covered } = disturbances
  const turned = shareOf(turn, seconds)
  if (turn !== undefined && turned > 0) rgb.set(turnPicture(rgb, width, height, poseOf(turn, turned)))
  const fouled = shareOf(lens, seconds)
  if (lens !== undefined && fouled > 0) foul(rgb, width, height, (lens.blurPixels * fouled * width) / canvas.width, lens.haze * fouled)
  const hidden = Math.round(shareOf(covered, seconds) * width)
  for (let y = 0; y < height && hidden > 0; y++) {
    for (let x = 0, at = y * width * 3; x < hidden; x++) {
      const shade = 1 - (0.25 * y) / height
      for (const colour of cloth) rgb[at++] = colour * shade
    }
  }
}

interface Pose {
  readonly right: number
  readonly down: number
  readonly radians: number
}

function poseOf({ right, down, degrees }: NonNullable<Disturbances['turn']>, share: number): Pose {
  return { right: right * share, down: down * share, radians: (degrees * share * Math.PI) / 180 }
}

/** Bilinear; what lies beyond the edge looks like the edge. */
function turnPicture(rgb: Uint8Array, width: number, height: number, { right, down, radians }: Pose): Uint8Array {
  const turned = new Uint8Array(rgb.length)
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  const [middleX, middleY] = [width / 2, height / 2]
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const [offX, offY] = [x + 0.5 - middleX - right * width, y + 0.5 - middleY - down * height]
      const fromX = Math.min(width - 1.001, Math.max(0, middleX + cos * offX + sin * offY - 0.5))
      const fromY = Math.min(height - 1.001, Math.max(0, middleY - sin * offX + cos * offY - 0.5))
      const [left, top] = [Math.floor(fromX), Math.floor(fromY)]
      const [shareX, shareY] = [fromX - left, fromY - top]
      const at = (top * width + left) * 3
      const below = at + width * 3
      for (let colour = 0; colour < 3; colour++) {
        const upper = rgb[at + colour]! * (1 - shareX) + rgb[at + 3 + colour]! * shareX
        const lower = rgb[below + colour]! * (1 - shareX) + rgb[below + 3 + colour]! * shareX
        turned[to + colour] = upper * (1 - shareY) + lower * shareY
      }
    }
  }
  return turned
}

/** What is to be seen, where it is now. Of what left the picture nothing is told. */
export function disturbTruth(objects: readonly TrueObject[], { turn }: Disturbances, seconds: number): TrueObject[] {
  const share = shareOf(turn, seconds)
  if (turn === undefined || share === 0) return [...objects]
  const pose = poseOf(turn, share)
  return objects.flatMap((object) => turnObject(object, pose) ?? [])
}

function turnObject({ label, box }: TrueObject, { right, down, radians }: Pose): TrueObject | undefined {
  const { width, height } = canvas
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  const corners = [0, 1].flatMap((x) =>
    [0, 1].map((y) => ({ x: (box.left + x * box.width - 0.5) * width, y: (box.top + y * box.height - 0.5) * height })),
  )
  const xs = corners.map(({ x, y }) => (cos * x - sin * y) / width + 0.5 + right)
  const ys = corners.map(({ x, y }) => (sin * x + cos * y) / height + 0.5 + down)
  const clamp = (value: number) => Math.min(1, Math.max(0, value))
  const [left, top] = [clamp(Math.min(...xs)), clamp(Math.min(...ys))]
  const seen = { left, top, width: clamp(Math.max(...xs)) - left, height: clamp(Math.max(...ys)) - top }
  return seen.width * seen.height < 0.5 * box.width * box.height ? undefined : { label, box: seen }
}

function foul(rgb: Uint8Array, width: number, height: number, radius: number, haze: number): void {
  // Twice a box is near enough to what a lens out of focus does.
  for (let pass = 0; pass < 2; pass++) blur(rgb, width, height, radius)
  for (let at = 0; at < rgb.length; at++) rgb[at] = rgb[at]! * (1 - haze) + veil * haze
}

/** A box of 2 × radius + 1 pixels in both directions; parts of a pixel count as parts. */
function blur(rgb: Uint8Array, width: number, height: number, radius: number): void {
  const longest = Math.max(width, height)
  const line = new Float32Array(longest)
  for (let colour = 0; colour < 3; colour++) {
    for (let y = 0; y < height; y++) blurLine(rgb, y * width * 3 + colour, 3, width, radius, line)
    for (let x = 0; x < width; x++) blurLine(rgb, x * 3 + colour, width * 3, height, radius, line)
  }
}

function blurLine(rgb: Uint8Array, first: number, step: number, count: number, radius: number, line: Float32Array): void {
  const whole = Math.floor(radius)
  const part = radius - whole
  const size = 2 * radius + 1
  const at = (index: number) => rgb[first + Math.min(count - 1, Math.max(0, index)) * step]!
  let sum = 0
  for (let index = -whole; index <= whole; index++) sum += at(index)
  for (let index = 0; index < count; index++) {
    line[index] = (sum + part * (at(index - whole - 1) + at(index + whole + 1))) / size
    sum += at(index + whole + 1) - at(index - whole)
  }
  for (let index = 0; index < count; index++) rgb[first + index * step] = line[index]!
}
