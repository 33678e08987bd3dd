import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawLight, plainLight } from '../../../training/data/draw-light.ts'
import { drawView, wholeView } from '../../../training/data/draw-view.ts'
import { createRandom } from '../../../training/data/random.ts'
import { createRenderSample } from '../../../training/data/render-sample.ts'

const [width, height] = [16, 8]
const random = createRandom(2)
const pixels = Uint8Array.from({ length: width * height * 3 }, () => random() * 256)
const frames = { width, height, pixels, objects: [[]] }

function render(view = wholeView, light = plainLight, seed = 1): Float32Array {
  const target = new Float32Array(48 * 4 * 2)
  createRenderSample(width, height, createRandom(seed))(frames, 0, view, light, target)
  return target
}

/** Where a pixel's colour lies among the patches. */
const at = (x: number, y: number, colour: number) => (((y % 4) * 4 + (x % 4)) * 3 + colour) * 8 + Math.floor(y / 4) * 4 + Math.floor(x / 4)
const byteAt = (x: number, y: number, colour: number) => pixels[(y * width + x) * 3 + colour]!

function assertPixels(patches: Float32Array, expected: (x: number, y: number, colour: number) => number) {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (const colour of [0, 1, 2]) assert.equal(Math.round(patches[at(x, y, colour)]! * 64 + 114), expected(x, y, colour))
    }
  }
}

test('the whole frame at its own size comes out pixel by pixel, normalised and sorted into patches', () => {
  assertPixels(render(), byteAt)
})

test('a mirrored view is the mirror image', () => {
  assertPixels(render({ ...wholeView, isFlipped: true }), (x, y, colour) => byteAt(width - 1 - x, y, colour))
})

test('what lies outside the frame gets the fill colour', () => {
  const beside = render({ left: -0.5, top: 0, width: 1, height: 1, isFlipped: false })
  assertPixels(beside, (x, y, colour) => (x < 8 ? 114 : byteAt(x - 8, y, colour)))
})

test('zooming in blends neighbouring pixels', () => {
  const patches = render({ left: 0, top: 0, width: 0.5, height: 1, isFlipped: false })
  const expected = 0.75 * byteAt(0, 0, 0) + 0.25 * byteAt(1, 0, 0)
  assert.equal(Math.round(patches[at(1, 0, 0)]! * 64 + 114), Math.floor(expected + 0.5))
})

test('light and noise change the values, the same for the same seed', () => {
  const light = drawLight(createRandom(7))
  const noisy = { ...light, noise: 0.1 }
  assert.notDeepEqual(render(wholeView, light), render())
  assert.notDeepEqual(render(wholeView, noisy), render(wholeView, { ...light, noise: 0 }))
  assert.deepEqual(render(wholeView, noisy), render(wholeView, noisy))
  assert.notDeepEqual(render(wholeView, noisy, 1), render(wholeView, noisy, 2))
})

test('drawn views show at least 40 % of each side of a frame and reach little beyond it', () => {
  const draw = createRandom(4)
  for (let count = 0; count < 500; count++) {
    const view = drawView(draw)
    assert.ok(view.width > 0.42 && view.width < 1.34 && view.height > 0.42 && view.height < 1.34)
    for (const [start, size] of [
      [view.left, view.width],
      [view.top, view.height],
    ] as const) {
      assert.ok(Math.min(start, 1 - start - size) >= -0.35 && start <= 0.73)
    }
  }
})
