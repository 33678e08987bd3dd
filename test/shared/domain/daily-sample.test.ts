import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawSample } from '../../../shared/domain/daily-sample.ts'
import { estimateRecall } from '../../../shared/domain/estimate-recall.ts'
import { requestFor } from '../../../shared/domain/review-request.ts'
import { createRandom } from '../../harness/random.ts'

const footage = [
  { id: 'r-1', camera: 'cam-1', startedAt: '2026-01-05T00:00:00.000Z', endedAt: '2026-01-05T10:00:00.000Z' },
  { id: 'r-2', camera: 'cam-1', startedAt: '2026-01-05T09:59:00.000Z', endedAt: '2026-01-05T12:00:00.000Z' },
  { id: 'r-3', camera: 'cam-2', startedAt: '2026-01-05T00:00:05.000Z', endedAt: '2026-01-05T00:00:31.000Z' },
]

test('a draw says how likely each moment was, counts moments once where recordings overlap, and is always the same', () => {
  const sample = drawSample('plant-1', '2026-01-05', footage, 10)
  assert.deepEqual(sample.moments, { 'cam-1': 12 * 360, 'cam-2': 3 })
  assert.deepEqual(drawSample('plant-1', '2026-01-05', footage.toReversed(), 10), sample)
  const ofCamera = (camera: string) => sample.drawn.filter(({ request }) => request.camera === camera).map(({ request }) => request)
  assert.equal(ofCamera('cam-1').length, 10)
  assert.ok(ofCamera('cam-1').every(({ probability }) => probability === 10 / 4320))
  // All of what little there is.
  assert.deepEqual(
    ofCamera('cam-2')
      .map(({ at }) => at)
      .sort(),
    ['2026-01-05T00:00:10.000Z', '2026-01-05T00:00:20.000Z', '2026-01-05T00:00:30.000Z'],
  )
  assert.ok(ofCamera('cam-2').every(({ probability }) => probability === 1))
})

test('moments are drawn from all of the day', () => {
  const sample = drawSample('plant-1', '2026-01-05', footage, 400)
  const halves = sample.drawn.filter(({ request }) => request.camera === 'cam-1' && request.at < '2026-01-05T06')
  assert.ok(Math.abs(halves.length - 200) < 40, `${halves.length} of 400 in the first half`)
})

test('a frame answers the request that it was taken for', () => {
  const sample = drawSample('plant-1', '2026-01-05', footage, 1)
  const requests = sample.drawn.map(({ request }) => request)
  const { at } = requests[0]!
  const later = (ms: number) => new Date(Date.parse(at) + ms).toISOString()
  assert.equal(requestFor({ id: 'a', at: later(40) }, requests)?.at, at)
  assert.equal(requestFor({ id: 'a', at: later(-500) }, requests), undefined)
  assert.equal(requestFor({ id: 'a', at: later(2000) }, requests), undefined)
})

const score = (found: number, missed: number) => ({ model: 'm', perLabel: { bottle: { found, missed, wrong: 0 } } })

test('recall weighs what a frame stands for', () => {
  const frames = [
    { probability: 0.5, score: score(1, 1) },
    { probability: 1, score: score(4, 0) },
  ]
  // (2 × 1 + 1 × 4) of (2 × 2 + 1 × 4).
  const { share, right, count } = estimateRecall(frames)
  assert.deepEqual([share, right, count], [0.75, 5, 6])
  assert.equal(estimateRecall(frames, ['hand']).share, undefined)
  assert.deepEqual(estimateRecall([]), { right: 0, count: 0, low: 0, high: 1, frames: 0 })
})

test('the interval of the recall holds the truth nearly as often as it promises, also where objects of a frame are missed together', () => {
  const random = createRandom(1)
  let [held, sum] = [0, 0]
  const runs = 600
  for (let run = 0; run < runs; run++) {
    const frames = Array.from({ length: 120 }, () => {
      // A third of the frames is dark, and half as much is found there: 0.9 and 0.45, 0.75 in all.
      const rate = random() < 1 / 3 ? 0.45 : 0.9
      const found = Array.from({ length: 6 }, () => random() < rate).filter(Boolean).length
      return { probability: 0.01, score: score(found, 6 - found) }
    })
    const { low, high, share = 0 } = estimateRecall(frames)
    sum += share
    if (low <= 0.75 && high >= 0.75) held++
  }
  assert.ok(Math.abs(sum / runs - 0.75) < 0.005, `mean ${sum / runs}`)
  assert.ok(held / runs > 0.92 && held / runs < 0.98, `held ${held} of ${runs}`)
})
