import type { Box } from '../domain/box.ts'
import type { DescribedCrop } from '../domain/quality-hour.ts'

/** Height × width × RGB. */
export interface RgbPicture {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

const hues = 12
const greys = 3
const directions = 4
/** What colour says counts most: shapes of the same thing differ with where it stands. */
const edgeWeight = 0.35
/** Chroma (largest − smallest of red, green and blue, 0..1) from which a pixel has a colour at all. */
const colourful = 0.12
export const fieldColumns = 4
export const fieldRows = 3
/** Things smaller than this in pixels show no more than their edges' blur. */
const leastPixels = 24

/**
 * Colours and edges of the objects that a model saw, and of the fields that every picture is cut into, as unit-free numbers:
 * twelve hues and three greys as square roots of their shares (distances are Hellinger's, 0 to 1.41), then four directions of
 * edges. The light is taken out first: a lamp that yellows or dims is no new colour.
 *
 * @param objects What the model saw; a label twice on a frame is two crops
 */
export function describeCrops(picture: RgbPicture, objects: readonly { readonly label: string; readonly box: Box }[]): DescribedCrop[] {
  const gains = greyWorld(picture)
  const crop = (key: string, box: Box): DescribedCrop[] => {
    const [left, top] = [Math.round(box.left * picture.width), Math.round(box.top * picture.height)]
    const right = Math.min(picture.width, Math.round((box.left + box.width) * picture.width))
    const bottom = Math.min(picture.height, Math.round((box.top + box.height) * picture.height))
    if ((right - left) * (bottom - top) < leastPixels) return []
    return [{ key, descriptor: describe(picture, gains, { left, top, right, bottom }) }]
  }
  const fields = Array.from({ length: fieldColumns * fieldRows }, (_, index): DescribedCrop[] => {
    const [column, row] = [index % fieldColumns, Math.floor(index / fieldColumns)]
    const box = { left: column / fieldColumns, top: row / fieldRows, width: 1 / fieldColumns, height: 1 / fieldRows }
    return crop(`field:${index}`, box)
  })
  return [...objects.flatMap(({ label, box }) => crop(`object:${label}`, box)), ...fields.flat()]
}

type Gains = readonly [number, number, number]

/** Factors that make the picture's mean grey of middle brightness. */
function greyWorld({ data }: RgbPicture): Gains {
  const sums = [0, 0, 0]
  for (let at = 0; at < data.length; at += 3) for (let channel = 0; channel < 3; channel++) sums[channel]! += data[at + channel]!
  const pixels = data.length / 3
  const [red, green, blue] = sums.map((sum) => 110 / Math.max(8, sum / pixels))
  return [red!, green!, blue!]
}

interface Area {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

function describe({ data, width }: RgbPicture, [redGain, greenGain, blueGain]: Gains, area: Area): number[] {
  const colours = new Float64Array(hues + greys)
  const edges = new Float64Array(directions)
  for (let y = area.top; y < area.bottom; y++) {
    for (let x = area.left; x < area.right; x++) {
      const at = (y * width + x) * 3
      countColour(colours, data[at]! * redGain, data[at + 1]! * greenGain, data[at + 2]! * blueGain)
      if (x + 1 < area.right && y + 1 < area.bottom)
        countEdge(edges, data[at + 4]! - data[at + 1]!, data[at + width * 3 + 1]! - data[at + 1]!)
    }
  }
  return [...rootShares(colours), ...rootShares(edges).map((share) => edgeWeight * share)].map((value) => Math.round(value * 1e3) / 1e3)
}

/** A pixel between two hues, or hardly coloured, counts to both sides: there is no line over which a little noise leaps. */
function countColour(colours: Float64Array, red: number, green: number, blue: number): void {
  const most = Math.min(255, Math.max(red, green, blue)) / 255
  const chroma = (Math.min(255, Math.max(red, green, blue)) - Math.min(red, green, blue, 255)) / 255
  const coloured = Math.min(1, Math.max(0, chroma / colourful - 0.5))
  if (coloured > 0) {
    const place = (hueOf(red, green, blue) * hues) / 6
    const below = Math.floor(place)
    colours[below % hues]! += coloured * (1 - (place - below))
    colours[(below + 1) % hues]! += coloured * (place - below)
  }
  const grey = most * (greys - 1)
  const low = Math.min(greys - 2, Math.floor(grey))
  colours[hues + low]! += (1 - coloured) * (1 - (grey - low))
  colours[hues + low + 1]! += (1 - coloured) * (grey - low)
}

/** 0 to 6, red to red. */
function hueOf(red: number, green: number, blue: number): number {
  const most = Math.max(red, green, blue)
  const chroma = most - Math.min(red, green, blue)
  if (chroma === 0) return 0
  if (most === red) return (6 + (green - blue) / chroma) % 6
  return most === green ? 2 + (blue - red) / chroma : 4 + (red - green) / chroma
}

function countEdge(edges: Float64Array, across: number, down: number): void {
  const strength = Math.hypot(across, down)
  if (strength < 8) return
  const place = ((Math.atan2(down, across) + Math.PI) / Math.PI) * directions
  const below = Math.floor(place)
  edges[below % directions]! += strength * (1 - (place - below))
  edges[(below + 1) % directions]! += strength * (place - below)
}

function rootShares(counts: Float64Array): number[] {
  const sum = counts.reduce((total, count) => total + count, 0)
  return [...counts].map((count) => (sum === 0 ? 0 : Math.sqrt(count / sum)))
}
