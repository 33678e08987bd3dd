import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createEarlyStopping, toleranceFor } from '../../../training/steps/early-stopping.ts'

const weights = (value: number) => Float32Array.of(value)

test('the newest weights that are about as good as the best are kept', () => {
  const stopping = createEarlyStopping(0.05)
  for (const [step, score] of [0.5, 0.9, 0.87, 0.6].entries()) assert.equal(stopping.judge(score, weights(step), step), 'go-on')
  assert.deepEqual(stopping.kept(), { step: 2, score: 0.87, weights: weights(2) })
})

test('training stops after six evaluations in a row that are clearly worse', () => {
  const stopping = createEarlyStopping(0.05)
  const scores = [0.9, 0.5, 0.5, 0.5, 0.5, 0.5, 0.88, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
  const answers = scores.map((score, step) => stopping.judge(score, weights(step), step))
  assert.equal(answers.indexOf('stop'), 12)
  assert.equal(stopping.kept().step, 6)
})

test('without any object to judge by the last weights are kept and nothing stops early', () => {
  const stopping = createEarlyStopping(toleranceFor(0))
  for (let step = 0; step < 20; step++) assert.equal(stopping.judge(0, weights(step), step), 'go-on')
  assert.equal(stopping.kept().step, 19)
})
