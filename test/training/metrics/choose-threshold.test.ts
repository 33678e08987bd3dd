import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseThreshold } from '../../../training/metrics/choose-threshold.ts'

const right = (score: number) => ({ score, isRight: true })
const wrong = (score: number) => ({ score, isRight: false })

test('with scores far from the middle the usual threshold stays', () => {
  assert.equal(chooseThreshold([right(0.97), right(0.95), wrong(0.1)], 2), 0.3)
})

test('many wrong boxes above the usual threshold push it up just as far as it takes', () => {
  const judged = [...Array.from({ length: 20 }, () => right(0.9)), ...Array.from({ length: 8 }, () => wrong(0.47))]
  assert.equal(chooseThreshold(judged, 20), 0.48)
})

test('many objects below the usual threshold pull it down', () => {
  const judged = Array.from({ length: 20 }, () => right(0.24))
  assert.equal(chooseThreshold(judged, 20), 0.24)
})

test('a few errors more than the least are no reason to leave the usual threshold', () => {
  const judged = [...Array.from({ length: 20 }, () => right(0.9)), wrong(0.5), wrong(0.5)]
  assert.equal(chooseThreshold(judged, 20), 0.3)
})

test('without objects to judge by the usual threshold is taken', () => {
  assert.equal(chooseThreshold([wrong(0.5)], 0), 0.3)
})

test('the threshold never leaves 0.2 to 0.6', () => {
  const judged = [...Array.from({ length: 20 }, () => right(0.95)), ...Array.from({ length: 30 }, () => wrong(0.8))]
  assert.ok(chooseThreshold(judged, 20) <= 0.6)
})
