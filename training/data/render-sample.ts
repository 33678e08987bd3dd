import type { Light } from './draw-light.ts'
import type { View } from './draw-view.ts'
import { type Frames, frameAt } from './load-frames.ts'
import { drawNormal, type Random } from './random.ts'

/** Where the samples along one side lie in the frame: two neighbouring pixels and the weight of the second; −1 is outside. */
interface Side {
  readonly near: Int32Array
  readonly far: Int32Array
  readonly weight: Float32Array
}

export type RenderSample = (frames: Frames, index: number, view: View, light: Light, target: Float32Array) => void

/** A power of two, so that a mask keeps the index inside. */
const noiseValues = 1 << 16

/**
 * Makes the function that writes what a view shows of a frame, as the net's patches [48, height / 4, width / 4]:
 * channel (y mod 4 · 4 + x mod 4) · 3 + colour, bilinear between the frame's pixels.
 */
export function createRenderSample(width: number, height: number, random: Random): RenderSample {
  const columns = createSide(width)
  const rows = createSide(height)
  const plane = (width / 4) * (height / 4)
  // Drawn once: a window of it at a random place is as good as fresh noise and costs an addition a value.
  const noise = Float32Array.from({ length: noiseValues }, () => drawNormal(random))

  return (frames, index, view, light, target) => {
    const source = frameAt(frames, index)
    placeSamples(columns, frames.width, view.left, view.width, light.isBlurred)
    placeSamples(rows, frames.height, view.top, view.height, light.isBlurred)
    for (let y = 0; y < height; y++) renderRow(source, frames.width, y, view.isFlipped, light, target)
    if (light.noise > 0) addNoise(target, light.noise, Math.floor(random() * noiseValues))
  }

  function renderRow(source: Uint8Array, stride: number, y: number, isFlipped: boolean, light: Light, target: Float32Array): void {
    const upper = rows.near[y]! * stride
    const lower = rows.far[y]! * stride
    const down = rows.weight[y]!
    const { table, fill } = light
    const start = (y >> 2) * (width / 4) + (y & 3) * 12 * plane
    for (let x = 0; x < width; x++) {
      const column = isFlipped ? width - 1 - x : x
      const near = columns.near[column]!
      const far = columns.far[column]!
      const across = columns.weight[column]!
      const isOutside = upper < 0 || near < 0
      let at = start + (x >> 2) + (x & 3) * 3 * plane
      for (let channel = 0; channel < 3; channel++) {
        const entry = channel << 8
        target[at] = table[entry + (isOutside ? fill : blend(source, upper, lower, near, far, across, down, channel))]!
        at += plane
      }
    }
  }

  function addNoise(target: Float32Array, deviation: number, start: number): void {
    for (let index = 0; index < target.length; index++) {
      target[index] = target[index]! + deviation * noise[(start + index) & (noiseValues - 1)]!
    }
  }
}

function blend(
  source: Uint8Array,
  upper: number,
  lower: number,
  near: number,
  far: number,
  across: number,
  down: number,
  channel: number,
): number {
  const a = source[(upper + near) * 3 + channel]!
  const b = source[(upper + far) * 3 + channel]!
  const c = source[(lower + near) * 3 + channel]!
  const d = source[(lower + far) * 3 + channel]!
  const top = a + (b - a) * across
  const bottom = c + (d - c) * across
  return (top + (bottom - top) * down + 0.5) | 0
}

function createSide(samples: number): Side {
  return { near: new Int32Array(samples), far: new Int32Array(samples), weight: new Float32Array(samples) }
}

function placeSamples({ near, far, weight }: Side, pixels: number, start: number, length: number, isBlurred: boolean): void {
  for (let index = 0; index < near.length; index++) {
    const place = (start + ((index + 0.5) / near.length) * length) * pixels - 0.5
    const floor = Math.floor(place)
    const isOutside = place < -0.5 || place > pixels - 0.5
    near[index] = isOutside ? -1 : Math.max(0, floor)
    far[index] = Math.min(pixels - 1, floor + 1)
    // Half way between two pixels is their mean: the cheapest blur there is.
    weight[index] = isBlurred ? 0.5 : place - floor
  }
}
