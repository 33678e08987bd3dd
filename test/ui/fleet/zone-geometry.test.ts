import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addCorner,
  areaOf,
  cornerAt,
  crossesItself,
  insertCorner,
  middleOf,
  mostCorners,
  moveCorner,
  nearestEdge,
  removeCorner,
  type Zone,
} from '../../../ui/fleet/zone-geometry.ts'

const square: Zone = [
  [0.2, 0.2],
  [0.8, 0.2],
  [0.8, 0.8],
  [0.2, 0.8],
]

test('the first three corners come in the order of the clicks', () => {
  const clicks: Zone = [
    [0.1, 0.1],
    [0.9, 0.1],
    [0.5, 0.9],
  ]
  const drawn = clicks.reduce<Zone>((zone, click) => addCorner(zone, click).zone, [])
  assert.deepEqual(drawn, clicks)
})

test('a further corner bends the edge that is nearest to it', () => {
  const { zone, index } = addCorner(square, [0.9, 0.5])
  assert.equal(index, 2)
  assert.deepEqual(zone[2], [0.9, 0.5])
  assert.equal(zone.length, 5)
  assert.deepEqual(addCorner(square, [0.1, 0.5]).zone.at(-1), [0.1, 0.5])
})

test('a corner never leaves the picture, and a figure that is none is its edge', () => {
  assert.deepEqual(moveCorner(square, 0, [-0.4, 1.7])[0], [0, 1])
  assert.deepEqual(moveCorner(square, 0, [Number.NaN, 0.5])[0], [0, 0.5])
  assert.deepEqual(cornerAt({ left: 100, top: 50, width: 400, height: 200 }, 200, 100), [0.25, 0.25])
})

test('the middle of an edge becomes a corner, of the last edge too', () => {
  assert.deepEqual(insertCorner(square, 3).at(-1), [0.2, 0.5])
  assert.deepEqual(middleOf(square, 0), [0.5, 0.2])
  assert.deepEqual(removeCorner(square, 1), [square[0], square[2], square[3]])
})

test('a zone that is full takes no further corner', () => {
  const full: Zone = Array.from({ length: mostCorners }, (_, index) => [index / mostCorners, 0.5])
  assert.equal(addCorner(full, [0.5, 0.9]).zone, full)
  assert.equal(insertCorner(full, 0), full)
})

test('the area is a share of the picture, whichever way round it was drawn', () => {
  assert.ok(Math.abs(areaOf(square) - 0.36) < 1e-9)
  assert.ok(Math.abs(areaOf(square.toReversed()) - 0.36) < 1e-9)
})

test('an outline that crosses itself is found, one that only touches its neighbours is not', () => {
  assert.equal(crossesItself(square), false)
  assert.equal(crossesItself([square[0]!, square[2]!, square[1]!, square[3]!]), true)
  assert.equal(crossesItself(square.slice(0, 3)), false)
})

test('the nearest edge is measured to the edge and not to the line that it lies on', () => {
  const tall: Zone = [
    [0.4, 0.1],
    [0.6, 0.1],
    [0.6, 0.9],
    [0.4, 0.9],
  ]
  assert.equal(nearestEdge(tall, [0.9, 0.1]), 0)
  assert.equal(nearestEdge(tall, [0.9, 0.5]), 1)
})
