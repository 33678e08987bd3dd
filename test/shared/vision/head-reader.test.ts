import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type OutputTensor, readHead } from '../../../shared/vision/head-reader.ts'
import { modelCard } from '../../edge/support/colour-model.ts'

const input = { name: 'x', width: 64, height: 32, type: 'uint8', layout: 'nchw' }
const whole = { left: 0, top: 0, width: 64, height: 32 }
const gridCard = modelCard(new Uint8Array(), { head: 'grid', input, labels: ['bottle', 'hand'], thresholds: { bottle: 0.5, hand: 0.3 } })
const yoloCard = modelCard(new Uint8Array(), { head: 'yolo', input, labels: ['bottle', 'hand'], thresholds: { bottle: 0.5, hand: 0.3 } })

/** A grid of 8 × 4 cells of 8 pixels, all boxes 32 × 16 around the middle of their cell unless told. */
function grid(peaks: readonly { label: number; row: number; column: number; score: number; terms?: readonly number[] }[]) {
  const cells = 8 * 4
  const heat = new Float32Array(2 * cells)
  const box = new Float32Array(4 * cells)
  box.fill(Math.log(16 / 32), 3 * cells, 4 * cells)
  for (const { label, row, column, score, terms } of peaks) {
    const cell = row * 8 + column
    heat[label * cells + cell] = score
    for (const [index, term] of (terms ?? []).entries()) box[index * cells + cell] = term
  }
  return { heat: { dims: [1, 2, 4, 8], data: heat }, box: { dims: [1, 4, 4, 8], data: box } }
}

/** One anchor a row: centre x, centre y, width, height, score of bottle, score of hand. */
function yolo(anchors: readonly (readonly number[])[]): Record<string, OutputTensor> {
  const data = new Float32Array(6 * anchors.length)
  for (const [anchor, values] of anchors.entries()) for (const [row, value] of values.entries()) data[row * anchors.length + anchor] = value
  return { output0: { dims: [1, 6, anchors.length], data } }
}

const round = (x: number) => Math.round(x * 1e4) / 1e4
const rounded = (detections: ReturnType<typeof readHead>) =>
  detections.map(({ label, confidence, box }) => [label, ...[confidence, box.left, box.top, box.width, box.height].map(round)])

test('a peak of the heat map is a box around the middle of its cell', () => {
  const outputs = grid([{ label: 0, row: 1, column: 3, score: 0.9 }])
  // The middle of the cell is at (28, 12) of 64 × 32 pixels.
  assert.deepEqual(rounded(readHead(gridCard, {}, outputs, whole)), [
    ['bottle', 0.9, 12 / 64, 4 / 32, 0.5, 0.5].map((x) => (typeof x === 'number' ? round(x) : x)),
  ])
})

test('the box terms shift the centre by cells and scale the size by four cells', () => {
  const terms = [0.5, -0.25, Math.log(24 / 32), Math.log(8 / 32)]
  const outputs = grid([{ label: 1, row: 2, column: 4, score: 0.7, terms }])
  // Centre (4 + 0.5 + 0.5, 2 + 0.5 − 0.25) cells = (40, 18) pixels, size 24 × 8.
  assert.deepEqual(rounded(readHead(gridCard, {}, outputs, whole)), [['hand', 0.7, round(28 / 64), round(14 / 32), 0.375, 0.25]])
})

test('only the highest cell of a 3 × 3 neighbourhood counts, each label for itself', () => {
  const outputs = grid([
    { label: 0, row: 1, column: 1, score: 0.9, terms: [0, 0, -3, -3] },
    { label: 0, row: 1, column: 2, score: 0.8, terms: [0, 0, -3, -3] },
    { label: 1, row: 1, column: 2, score: 0.6, terms: [0, 0, -3, -3] },
    { label: 0, row: 3, column: 6, score: 0.7, terms: [0, 0, -3, -3] },
  ])
  assert.deepEqual(
    readHead(gridCard, {}, outputs, whole).map(({ label, confidence }) => [label, round(confidence)]),
    [
      ['bottle', 0.9],
      ['bottle', 0.7],
      ['hand', 0.6],
    ],
  )
})

test('the cells around a peak that draw the same object have a say in its box, by their scores', () => {
  const wide = Math.log(16 / 32)
  const outputs = grid([
    { label: 0, row: 1, column: 3, score: 0.8 },
    // Its middle at (32, 12): the same box, four pixels to the right.
    { label: 0, row: 1, column: 4, score: 0.4, terms: [-0.5, 0, 0, wide] },
    // Something else that is small.
    { label: 0, row: 2, column: 3, score: 0.4, terms: [0, 0, -3, -3] },
  ])
  const left = (0.8 * 12 + 0.4 * 16) / 1.2
  assert.deepEqual(rounded(readHead(gridCard, {}, outputs, whole)), [['bottle', 0.8, round(left / 64), round(4 / 32), 0.5, 0.5]])
})

test('the threshold of each label holds, and the caller can move it', () => {
  const outputs = grid([
    { label: 0, row: 0, column: 0, score: 0.45 },
    { label: 1, row: 3, column: 7, score: 0.35 },
  ])
  assert.deepEqual(
    readHead(gridCard, {}, outputs, whole).map(({ label }) => label),
    ['hand'],
  )
  assert.deepEqual(
    readHead(gridCard, { bottle: 0.4, hand: 0.5 }, outputs, whole).map(({ label }) => label),
    ['bottle'],
  )
})

test('a score that is no number is no detection', () => {
  const outputs = grid([{ label: 0, row: 0, column: 0, score: Number.NaN }])
  assert.deepEqual(
    readHead(gridCard, { bottle: 0, hand: 0.5 }, outputs, whole).filter(({ confidence }) => Number.isNaN(confidence)),
    [],
  )
})

test('of overlapping boxes of one label the surest stays, and other labels stay beside it', () => {
  const outputs = yolo([
    [16, 16, 16, 16, 0.8, 0],
    [18, 16, 16, 16, 0.9, 0],
    [16, 16, 16, 16, 0, 0.7],
    [48, 16, 16, 16, 0.6, 0],
  ])
  assert.deepEqual(rounded(readHead(yoloCard, {}, outputs, whole)), [
    ['bottle', 0.9, round(10 / 64), 0.25, 0.25, 0.5],
    ['hand', 0.7, round(8 / 64), 0.25, 0.25, 0.5],
    ['bottle', 0.6, round(40 / 64), 0.25, 0.25, 0.5],
  ])
})

test('boxes of half the same area count as the same thing, boxes of less do not', () => {
  // Two squares of 12 that lie 4 apart share 8 × 12 of 16 × 12: IoU exactly 0.5; at 5 apart it is 0.41.
  const at = (distance: number) =>
    yolo([
      [20, 16, 12, 12, 0.9, 0],
      [20 + distance, 16, 12, 12, 0.8, 0],
    ])
  assert.equal(readHead(yoloCard, {}, at(4), whole).length, 1)
  assert.equal(readHead(yoloCard, {}, at(5), whole).length, 2)
})

test('the letterbox is taken off: boxes are fractions of the picture itself', () => {
  // A picture of 2 : 1 inside an input of 64 × 64: 32 rows with 16 rows of padding above.
  const outputs = yolo([
    [32, 32, 32, 16, 0.9, 0],
    [32, 8, 8, 8, 0.9, 0],
  ])
  const placement = { left: 0, top: 16, width: 64, height: 32 }
  assert.deepEqual(rounded(readHead(yoloCard, {}, outputs, placement)), [['bottle', 0.9, 0.25, 0.25, 0.5, 0.5]])
})

test('boxes are cut at the edge of the picture', () => {
  const outputs = yolo([[0, 16, 32, 16, 0.9, 0]])
  assert.deepEqual(rounded(readHead(yoloCard, {}, outputs, whole)), [['bottle', 0.9, 0, 0.25, 0.25, 0.5]])
})

test('no more than 300 detections come out of one picture', () => {
  const anchors = Array.from({ length: 1000 }, (_, index) => [index % 64, Math.floor(index / 64), 0.5, 0.5, 0.9, 0])
  assert.equal(readHead(yoloCard, {}, yolo(anchors), whole).length, 300)
})

test('outputs of another shape are refused by name', () => {
  const three = { ...yoloCard, labels: ['bottle', 'hand', 'cap'] }
  assert.throws(() => readHead(three, {}, yolo([[0, 0, 1, 1, 1, 1]]), whole), {
    code: 'model-invalid',
    detail: /"output0" has the shape \[1, 6, 1\]; float \[1, 7, anchors\]/,
  })
  assert.throws(() => readHead(gridCard, {}, yolo([]), whole), { code: 'model-invalid', detail: /no output "heat", only output0/ })
})
