import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStreamClock } from '../../../edge/video/stream-clock.ts'

test('a picture was taken when the packets that came soonest say so, not when its own packet came late', () => {
  const clock = createStreamClock()
  clock.note(0, 10_080)
  clock.note(40, 10_050)
  clock.note(80, 10_300)
  assert.deepEqual([clock.toWallMs(0), clock.toWallMs(80)], [10_010, 10_090])
})

test('packets that are shown before their turn do not move the clock', () => {
  const clock = createStreamClock()
  // Decoding order: the picture of 120 ms comes before those of 40 and 80.
  for (const [ptsMs, arrivedAtMs] of [
    [0, 1000],
    [120, 1120],
    [40, 1121],
    [80, 1122],
  ] as const)
    clock.note(ptsMs, arrivedAtMs)
  assert.equal(clock.toWallMs(120), 1120)
})

test('a stream that stood still goes on at the time of day', () => {
  const clock = createStreamClock()
  clock.note(0, 10_000)
  clock.note(40, 60_000)
  assert.equal(clock.toWallMs(40), 60_000)
})
