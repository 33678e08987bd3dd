import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDraw, weighFrames } from '../../../training/data/draw-weights.ts'
import { createRandom } from '../../../training/data/random.ts'

const box = { left: 0, top: 0, width: 1, height: 1 }
const object = (label: number, isIgnored = false) => ({ label, box, isIgnored })

test('a frame counts by its rarest label, softened by a square root', () => {
  const bottles = Array.from({ length: 15 }, () => [object(0)])
  const weights = weighFrames([...bottles, [object(0), object(1)]], 2)
  assert.equal(weights[0], 1)
  assert.equal(weights[15], 4)
})

test('frames without objects are at most half of the draws', () => {
  const weights = weighFrames([[object(0)], ...Array.from({ length: 9 }, () => [])], 1)
  const empty = weights.slice(1).reduce((sum, weight) => sum + weight, 0)
  assert.ok(Math.abs(empty - 1) < 1e-9)
})

test('a crowd alone makes no frame precious', () => {
  assert.deepEqual(weighFrames([[object(0)], [object(0, true)]], 1), [Math.SQRT2, 1])
})

test('frames are drawn in proportion to their weights', () => {
  const draw = createDraw([1, 0, 3], createRandom(5))
  const counts = [0, 0, 0]
  for (let index = 0; index < 4000; index++) counts[draw()]!++
  assert.equal(counts[1], 0)
  assert.ok(Math.abs(counts[2]! / 4000 - 0.75) < 0.03)
})
