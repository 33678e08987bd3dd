import assert from 'node:assert/strict'
import { test } from 'node:test'
import { averagePrecision, measureAt } from '../../../shared/domain/precision-recall.ts'

const judged = [
  { score: 0.9, isRight: true },
  { score: 0.8, isRight: false },
  { score: 0.7, isRight: true },
  { score: 0.3, isRight: true },
]

test('precision, recall and F1 count the boxes above the threshold', () => {
  assert.deepEqual(measureAt(judged, 4, 0.5), { precision: 2 / 3, recall: 0.5, f1: 4 / 7, falsePositives: 1, falseNegatives: 2 })
  assert.deepEqual(measureAt(judged, 4, 0.85), { precision: 1, recall: 0.25, f1: 0.4, falsePositives: 0, falseNegatives: 3 })
})

test('a score equal to the threshold counts', () => {
  assert.equal(measureAt(judged, 4, 0.9).recall, 0.25)
})

test('where nothing was wanted, finding nothing is perfect and finding something is not', () => {
  assert.deepEqual(measureAt([], 0, 0.5), { precision: 1, recall: 1, f1: 1, falsePositives: 0, falseNegatives: 0 })
  assert.equal(measureAt([{ score: 0.9, isRight: false }], 0, 0.5).f1, 0)
  assert.equal(averagePrecision([], 0), 1)
  assert.equal(averagePrecision([{ score: 0.9, isRight: false }], 0), 0)
})

test('average precision is the area under the falling curve', () => {
  // Precisions at the three hits: 1, 2/3 and 3/4; made falling: 1, 3/4, 3/4. Four objects were wanted.
  assert.equal(averagePrecision(judged, 4), (1 + 3 / 4 + 3 / 4) / 4)
  assert.equal(averagePrecision(judged.slice(0, 1), 1), 1)
})

test('a perfect result is exactly 1, however many objects there are', () => {
  for (const count of [3, 49, 81, 1000]) {
    const perfect = Array.from({ length: count }, () => ({ score: 0.9, isRight: true }))
    assert.equal(averagePrecision(perfect, count), 1)
  }
})
