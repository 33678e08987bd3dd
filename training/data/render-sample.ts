import type { Light } from './draw-light.ts'
import type { View } from './draw-view.ts'
import { type Frames, frameAt } from './load-frames.ts'
import { drawNormal, type Random } from './random.ts'

/** Where the samples along one side lie in the frame: two neighbouring pixels and the weight of the second in 256ths. */
interface Side {
  readonly isOutside: Uint8Array
  readonly near: Int32Array
  readonly far: Int32Array
  readonly weight: Int32Array
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
    const { table, fill } = light
    const upper = rows.near[y]! * stride
    const lower = rows.far[y]! * stride
    const down = rows.weight[y]!
    const isRowOutside = rows.isOutside[y] === 1
    const start = (y >> 2) * (width / 4) + (y & 3) * 12 * plane
    for (let x = 0; x < width; x++) {
      const column = isFlipped ? width - 1 - x : x
      const near = columns.near[column]!
      const far = columns.far[column]!
      const isOutside = isRowOutside || columns.isOutside[column] === 1
      // Weights of the four pixels around, in 65536ths. Whole numbers, because this is the inner loop of the sampling.
      const across = columns.weight[column]!
      const d = across * down
      const c = (down << 8) - d
      const b = (across << 8) - d
      const a = 65536 - b - c - d
      const at = start + (x >> 2) + (x & 3) * 3 * plane
      if (isOutside) {
        for (let channel = 0; channel < 3; channel++) target[at + channel * plane] = table[channel * 256 + fill]!
        continue
      }
      const i = (upper + near) * 3
      const j = (upper + far) * 3
      const k = (lower + near) * 3
      const l = (lower + far) * 3
      // The three colours one by one: a loop over them would cost a quarter of the time.
      const red = (a * source[i]! + b * source[j]! + c * source[k]! + d * source[l]! + 32768) >> 16
      const green = (a * source[i + 1]! + b * source[j + 1]! + c * source[k + 1]! + d * source[l + 1]! + 32768) >> 16
      const blue = (a * source[i + 2]! + b * source[j + 2]! + c * source[k + 2]! + d * source[l + 2]! + 32768) >> 16
      target[at] = table[red]!
      target[at + plane] = table[256 + green]!
      target[at + 2 * plane] = table[512 + blue]!
    }
  }

  function addNoise(target: Float32Array, deviation: number, start: number): void {
    for (let index = 0; index < target.length; index++) {
      target[index] = target[index]! + deviation * noise[(start + index) & (noiseValues - 1)]!
    }
  }
}

function createSide(samples: number): Side {
  return {
    isOutside: new Uint8Array(samples),
    near: new Int32Array(samples),
    far: new Int32Array(samples),
    weight: new Int32Array(samples),
  }
}

function placeSamples({ isOutside, near, far, weight }: Side, pixels: number, start: number, length: number, isBlurred: boolean): void {
  for (let index = 0; index < near.length; index++) {
    const place = (start + ((index + 0.5) / near.length) * length) * pixels - 0.5
    const floor = Math.floor(place)
    isOutside[index] = place < -0.5 || place > pixels - 0.5 ? 1 : 0
    near[index] = Math.min(pixels - 1, Math.max(0, floor))
    far[index] = Math.min(pixels - 1, Math.max(0, floor + 1))
    // Half way between two pixels is their mean: the cheapest blur there is.
    weight[index] = isBlurred ? 128 : Math.round((place - floor) * 256)
  }
}
