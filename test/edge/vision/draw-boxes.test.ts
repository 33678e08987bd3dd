import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawBoxes } from '../../../edge/vision/draw-boxes.ts'
import { textDots, textHeight } from '../../../edge/vision/draw-text.ts'
import { paint } from '../support/pictures.ts'

const detection = (left: number, label = 'hand') => ({ label, confidence: 0.87, box: { left, top: 0.5, width: 0.25, height: 0.25 } })

function pixel({ data, width }: ReturnType<typeof paint>, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)]
}

test('a box is drawn along its edges, and what is in it stays to be seen', () => {
  const picture = paint(200, 100, [])
  drawBoxes(picture, [detection(0.5)])
  const edge = pixel(picture, 100, 60)
  assert.notDeepEqual(edge, [128, 128, 128])
  for (const [x, y] of [
    [149, 60],
    [125, 74],
    [125, 50],
  ] as const)
    assert.deepEqual(pixel(picture, x, y), edge)
  assert.deepEqual(pixel(picture, 125, 62), [128, 128, 128])
  assert.deepEqual(pixel(picture, 155, 62), [128, 128, 128])
})

test('the detection that matters stands out from the others, also when it comes first', () => {
  const picture = paint(200, 100, [])
  const marked = detection(0.5)
  drawBoxes(picture, [marked, detection(0.55)], marked)
  assert.deepEqual(pixel(picture, 149, 60), [255, 40, 40])
})

test('boxes at the edge of the picture are cut, not wrapped to the other side', () => {
  const picture = paint(200, 100, [])
  drawBoxes(picture, [{ label: 'hand', confidence: 1, box: { left: 0.9, top: 0, width: 0.5, height: 1 } }])
  assert.deepEqual(pixel(picture, 0, 50), [128, 128, 128])
})

test('text is made of dots, so it needs no font', () => {
  const dots = textDots('a1')
  const rows = Array.from({ length: textHeight }, (_, row) =>
    Array.from({ length: dots.columns }, (_, column) => (dots.isInk(column, row) ? '#' : '.')).join(''),
  )
  assert.deepEqual(rows, ['.#...#.', '#.#.##.', '###..#.', '#.#..#.', '#.#.###'])
})

test('a letter that the font lacks is a question mark', () => {
  const ink = (text: string) => Array.from({ length: 15 }, (_, dot) => textDots(text).isInk(dot % 3, Math.floor(dot / 3)))
  assert.deepEqual(ink('瓶'), ink('?'))
})
