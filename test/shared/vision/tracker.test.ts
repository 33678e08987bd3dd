import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createTracker } from '../../../shared/vision/tracker.ts'

const at = (left: number, label = 'bottle', top = 0.4) => ({ label, confidence: 0.9, box: { left, top, width: 0.1, height: 0.2 } })
const numbers = (tracked: readonly { track?: number | undefined }[]) => tracked.map(({ track }) => track)

test('a thing that moves keeps its number', () => {
  const tracker = createTracker()
  const seen = [0, 1, 2, 3, 4, 5].map((step) => numbers(tracker.track([at(0.1 + step * 0.04)], step * 100)))
  assert.deepEqual(seen, [[1], [1], [1], [1], [1], [1]])
})

test('a thing that moves by more than half its width a frame keeps its number once its speed is known', () => {
  const tracker = createTracker()
  const lefts = [0.1, 0.13, 0.17, 0.22, 0.28, 0.35, 0.43, 0.52, 0.62]
  assert.deepEqual(new Set(lefts.flatMap((left, step) => numbers(tracker.track([at(left)], step * 100)))), new Set([1]))
})

test('two things that come in another order keep their numbers', () => {
  const tracker = createTracker()
  assert.deepEqual(numbers(tracker.track([at(0.1), at(0.6)], 0)), [1, 2])
  assert.deepEqual(numbers(tracker.track([at(0.61), at(0.11)], 100)), [2, 1])
})

test('the larger overlap wins where two boxes fit one thing', () => {
  const tracker = createTracker()
  tracker.track([at(0.1)], 0)
  assert.deepEqual(numbers(tracker.track([at(0.14), at(0.11)], 100)), [2, 1])
})

test('a thing that is hidden for less than a second keeps its number, after that it is another', () => {
  const tracker = createTracker()
  tracker.track([at(0.1)], 0)
  tracker.track([], 500)
  assert.deepEqual(numbers(tracker.track([at(0.1)], 1000)), [1])
  tracker.track([], 1500)
  assert.deepEqual(numbers(tracker.track([at(0.1)], 2001)), [2])
})

test('things of different labels in one place are different things', () => {
  const tracker = createTracker()
  assert.deepEqual(numbers(tracker.track([at(0.1, 'bottle'), at(0.1, 'cap')], 0)), [1, 2])
  assert.deepEqual(numbers(tracker.track([at(0.1, 'cap'), at(0.1, 'bottle')], 100)), [2, 1])
})

test('no two detections of a frame share a number', () => {
  const place = fc.double({ min: 0, max: 0.9, noNaN: true })
  fc.assert(
    fc.property(fc.array(fc.array(place, { maxLength: 8 }), { maxLength: 20 }), (frames) => {
      const tracker = createTracker()
      for (const [step, lefts] of frames.entries()) {
        const found = numbers(
          tracker.track(
            lefts.map((left) => at(left)),
            step * 100,
          ),
        )
        assert.equal(new Set(found).size, found.length)
      }
    }),
  )
})
