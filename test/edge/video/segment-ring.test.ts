import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createSegmentRing, type SegmentRing } from '../../../edge/video/segment-ring.ts'

interface Segment {
  readonly startMs: number
  readonly endMs: number
}
const segment = (startSeconds: number, endSeconds: number): Segment => ({ startMs: startSeconds * 1000, endMs: endSeconds * 1000 })
const ring = (mode: 'continuous' | 'incidents'): SegmentRing<Segment> => createSegmentRing({ mode, preRollMs: 5000, postRollMs: 5000 })
const kept = ({ keep }: ReturnType<SegmentRing<Segment>['settle']>) =>
  keep.map(({ segment: { startMs }, hasIncident }) => [startMs / 1000, hasIncident])
const dropped = ({ drop }: ReturnType<SegmentRing<Segment>['settle']>) => drop.map(({ startMs }) => startMs / 1000)

test('a segment is let go when no incident can reach back to it any more', () => {
  const segments = ring('continuous')
  segments.add(segment(0, 10))
  assert.deepEqual(kept(segments.settle(15_000)), [])
  assert.deepEqual(kept(segments.settle(15_001)), [[0, false]])
})

test('only segments around an incident are kept in incident mode, the others are dropped', () => {
  const segments = ring('incidents')
  for (const start of [0, 10, 20, 30]) segments.add(segment(start, start + 10))
  segments.noteIncident('a', 17_000, 22_000)
  const settled = segments.settle(60_000)
  // Pre-roll from 12 s, post-roll to 27 s.
  assert.deepEqual(kept(settled), [
    [10, true],
    [20, true],
  ])
  assert.deepEqual(dropped(settled), [0, 30])
})

test('the pre-roll reaches back into the segment before, and the post-roll on into the next', () => {
  const segments = ring('incidents')
  for (const start of [0, 10, 20]) segments.add(segment(start, start + 10))
  segments.noteIncident('a', 14_000, 16_000)
  assert.deepEqual(kept(segments.settle(40_000)), [
    [0, true],
    [10, true],
    [20, true],
  ])
})

test('a segment that shows an incident is let go at once, without waiting for the end of it', () => {
  const segments = ring('incidents')
  segments.noteIncident('a', 4000, undefined)
  segments.add(segment(0, 10))
  assert.deepEqual(kept(segments.settle(10_000)), [[0, true]])
  segments.add(segment(10, 20))
  assert.deepEqual(kept(segments.settle(20_000)), [[10, true]])
})

test('while a run is pending its pre-roll is held, however long the dwell time', () => {
  const segments = ring('incidents')
  segments.add(segment(0, 10))
  segments.add(segment(10, 20))
  const pendingSinceMs = 12_000
  assert.deepEqual(dropped(segments.settle(pendingSinceMs)), [])
  segments.noteIncident('a', pendingSinceMs, undefined)
  assert.deepEqual(kept(segments.settle(pendingSinceMs)), [
    [0, true],
    [10, true],
  ])
})

test('segments of an hour hold the incident at their start', () => {
  const segments = ring('incidents')
  segments.noteIncident('a', 10_000, 20_000)
  for (let seconds = 30; seconds < 3600; seconds += 30) segments.settle(seconds * 1000)
  segments.add(segment(0, 3600))
  assert.deepEqual(kept(segments.settle(3_600_000)), [[0, true]])
})

test('no segment is lost or told twice, and those that show an incident are never dropped', () => {
  const incident = fc.record({ startMs: fc.nat(100_000), lengthMs: fc.nat(20_000) })
  fc.assert(
    fc.property(fc.constantFrom('continuous' as const, 'incidents' as const), fc.array(incident, { maxLength: 5 }), (mode, incidents) => {
      const segments = ring(mode)
      const all = Array.from({ length: 10 }, (_, index) => segment(index * 10, index * 10 + 10))
      const [keptOnes, droppedOnes]: Segment[][] = [[], []]
      for (let nowMs = 0; nowMs <= 150_000; nowMs += 1000) {
        for (const [index, { startMs, lengthMs }] of incidents.entries()) {
          const endMs = startMs + lengthMs
          if (nowMs >= startMs) segments.noteIncident(String(index), startMs, nowMs >= endMs ? endMs : undefined)
        }
        for (const one of all) if (one.endMs === nowMs) segments.add(one)
        const { keep, drop } = segments.settle(nowMs)
        keptOnes!.push(...keep.map((item) => item.segment))
        droppedOnes!.push(...drop)
      }
      assert.deepEqual(new Set([...keptOnes!, ...droppedOnes!]), new Set(all))
      assert.equal(keptOnes!.length + droppedOnes!.length, all.length)
      const shows = (one: Segment) => incidents.some(({ startMs, lengthMs }) => one.startMs <= startMs + lengthMs && one.endMs >= startMs)
      assert.deepEqual(droppedOnes!.filter(shows), [])
    }),
  )
})
