import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planPackets } from '../../../shared/video/plan-packets.ts'

/** Packets in decoding order: `I0 P3 b1 b2` — key frame, reference and two that nothing leans on, at 0, 3, 1 and 2 × 10 ms. */
function packets(text: string) {
  const all = text.split(' ')
  return {
    ptsMs: all.map((packet) => Number(packet.slice(1)) * 10),
    isKey: all.map((packet) => packet.startsWith('I')),
    isReference: all.map((packet) => !packet.startsWith('b')),
  }
}

function needed(text: string, times: number[], keyframeTimes: number[] = []): string {
  const { isNeeded } = planPackets(packets(text), times, keyframeTimes)
  return text
    .split(' ')
    .filter((_, packet) => isNeeded[packet] === 1)
    .join(' ')
}

const closed = 'I0 P3 b1 b2 P6 b4 b5 I7 P10 b8 b9 P13 b11 b12'

test('of a group only what comes before the last wanted frame is decoded, and nothing that no wanted frame leans on', () => {
  assert.equal(needed(closed, [0]), 'I0')
  assert.equal(needed(closed, [20]), 'I0 P3 b2')
  assert.equal(needed(closed, [60]), 'I0 P3 P6')
  assert.equal(needed(closed, [0, 115]), 'I0 I7 P10 P13 b12')
  assert.equal(needed(closed, []), '')
})

test('for key frames nothing else is decoded', () => {
  assert.equal(needed(closed, [], [0, 5]), 'I0 I7')
  assert.equal(needed(closed, [], [71]), '')
})

test('a frame that is shown before its key frame needs the group before', () => {
  const open = 'I0 P3 b1 b2 I6 b4 b5 P9 b7 b8'
  assert.equal(needed(open, [50]), 'I0 P3 I6 b5')
  assert.equal(needed(open, [60]), 'I6')
  assert.equal(needed(open, [70]), 'I6 P9 b7')
})

test('frames are numbered in the order of their times, from the first on', () => {
  const { wanted, firstMs, reorder, end } = planPackets(packets('I2 P5 b3 b4'), [0, 10, 25], [])
  assert.deepEqual(
    [...wanted].sort(([a], [b]) => a - b),
    [
      [0, 0],
      [1, 3],
      [2, 1],
    ],
  )
  assert.deepEqual([firstMs, reorder, end], [20, 1, 3])
})

test('video without any key frame is one group', () => {
  assert.equal(needed('P0 P1 P2 P3', [20]), 'P0 P1 P2')
})
