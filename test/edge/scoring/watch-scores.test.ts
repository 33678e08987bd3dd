import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createScoreWatch } from '../../../edge/scoring/watch-scores.ts'
import type { Detection } from '../../../shared/domain/detection.ts'

const detection: Detection = { label: 'bottle', confidence: 0.9, box: { left: 0, top: 0, width: 0.1, height: 0.1 } }
const found = (count: number) => Array.from({ length: count }, () => detection)
/** 3, 4 or 5 objects by turns. */
const usual = (index: number) => 3 + (index % 3)

test('a picture with far more objects than those before it is an anomaly, one more or less is none', () => {
  const watch = createScoreWatch()
  const seen = Array.from({ length: 200 }, (_, index) => watch('line-3', found(usual(index))))
  assert.ok(seen.every((anomaly) => anomaly === undefined))
  assert.equal(watch('line-3', found(6)), undefined)
  assert.deepEqual(watch('line-3', found(20)), { measure: 'object-count', observed: 20, expected: 4 })
})

test('nothing is unusual before fifty pictures, and each camera has a past of its own', () => {
  const watch = createScoreWatch()
  for (let index = 0; index < 49; index++) watch('line-3', found(usual(index)))
  assert.equal(watch('line-3', found(30)), undefined)
  assert.equal(watch('line-4', found(30)), undefined)
  assert.notEqual(watch('line-3', found(30)), undefined)
})

test('a few odd pictures do not become what is usual', () => {
  const watch = createScoreWatch()
  for (let index = 0; index < 200; index++) watch('line-3', found(usual(index)))
  for (let index = 0; index < 60; index++) assert.notEqual(watch('line-3', found(20)), undefined)
})
