import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isInZone } from '../../../shared/rules/zone.ts'

const triangle: [number, number][] = [
  [0.2, 0.2],
  [0.8, 0.2],
  [0.5, 0.8],
]
// A U: what lies between its arms is outside.
const hollow: [number, number][] = [
  [0.1, 0.1],
  [0.3, 0.1],
  [0.3, 0.7],
  [0.7, 0.7],
  [0.7, 0.1],
  [0.9, 0.1],
  [0.9, 0.9],
  [0.1, 0.9],
]
const around = (x: number, y: number, side = 0.1) => ({ left: x - side / 2, top: y - side / 2, width: side, height: side })

test('without a zone everything counts', () => {
  assert.equal(isInZone(around(0.9, 0.9), { zone: undefined, anchor: 'centre' }), true)
})

test('the centre of the box decides', () => {
  assert.equal(isInZone(around(0.5, 0.5), { zone: triangle, anchor: 'centre' }), true)
  assert.equal(isInZone(around(0.25, 0.7), { zone: triangle, anchor: 'centre' }), false)
})

test('the foot of the box decides where the rule says bottom', () => {
  const box = { left: 0.45, top: 0, width: 0.1, height: 0.3 }
  assert.equal(isInZone(box, { zone: triangle, anchor: 'centre' }), false)
  assert.equal(isInZone(box, { zone: triangle, anchor: 'bottom' }), true)
})

test('any shared area is an overlap: a corner inside, a zone within the box, or edges that only cross', () => {
  const overlap = { zone: triangle, anchor: 'overlap' } as const
  assert.equal(isInZone({ left: 0.1, top: 0.1, width: 0.2, height: 0.15 }, overlap), true)
  assert.equal(isInZone({ left: 0, top: 0, width: 1, height: 1 }, overlap), true)
  assert.equal(isInZone({ left: 0, top: 0.45, width: 1, height: 0.05 }, overlap), true)
  assert.equal(isInZone({ left: 0, top: 0.5, width: 0.2, height: 0.5 }, overlap), false)
})

test('the hollow of a zone is outside', () => {
  assert.equal(isInZone(around(0.5, 0.4), { zone: hollow, anchor: 'centre' }), false)
  assert.equal(isInZone(around(0.2, 0.4), { zone: hollow, anchor: 'centre' }), true)
  assert.equal(isInZone(around(0.5, 0.4, 0.2), { zone: hollow, anchor: 'overlap' }), false)
})

test('a box whose centre is in the zone also overlaps it', () => {
  const part = fc.double({ min: 0.05, max: 0.95, noNaN: true })
  fc.assert(
    fc.property(part, part, fc.double({ min: 0.01, max: 0.1, noNaN: true }), (x, y, side) => {
      const box = around(x, y, side)
      if (isInZone(box, { zone: hollow, anchor: 'centre' })) assert(isInZone(box, { zone: hollow, anchor: 'overlap' }))
    }),
  )
})
