import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Objects } from '../../../local/loop/film.ts'
import { compareAlarms, staysOf } from '../../../local/loop/stays.ts'

const box = { left: 0.1, top: 0.1, width: 0.2, height: 0.2 }
const hand: Objects = [{ label: 'hand', box }]
const bottle: Objects = [{ label: 'bottle', box }]
const frames = (...pieces: readonly [Objects, number][]) =>
  pieces.flatMap(([objects, count]) => Array.from({ length: count }, () => objects))

describe('real stays', () => {
  test('go on over short gaps, and are of one label', () => {
    const truth = frames([bottle, 20], [hand, 10], [bottle, 5], [hand, 10], [bottle, 30], [hand, 10])
    assert.deepEqual(staysOf(truth, 10, 'hand'), [
      { from: 2, to: 4.4 },
      { from: 7.5, to: 8.4 },
    ])
  })

  test('that are too short for anybody to be told do not count', () => {
    assert.deepEqual(staysOf(frames([bottle, 20], [hand, 2], [bottle, 20]), 10, 'hand'), [])
  })
})

describe('alarms beside real stays', () => {
  const stays = [
    { from: 2, to: 4 },
    { from: 8, to: 9 },
  ]

  test('that are near none are false, and a stay with one near it is found once', () => {
    assert.deepEqual(compareAlarms([2.3, 3.1, 6, 12], stays, 20), { seconds: 20, stays: 2, found: 1, falseAlarms: 2 })
  })

  test('may come a little after the end, as they wait for the thing to stay', () => {
    assert.equal(compareAlarms([9.4], stays, 20).found, 1)
    assert.equal(compareAlarms([9.6], stays, 20).falseAlarms, 1)
  })
})
