import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readProgress } from '../../../shared/domain/run-progress.ts'

const lines = (all: readonly unknown[]) => all.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('')

describe('what a trainer writes of its progress', () => {
  test('is read up to the last whole line', () => {
    const text = `${lines([
      { event: 'dataset', frames: { train: 3 } },
      { event: 'progress', step: 10, steps: 100, loss: 2, secondsLeft: 90 },
      { event: 'validation', step: 20, steps: 100, score: 0.25, perClass: {} },
      { event: 'progress', step: 30, steps: 100, loss: 1, secondsLeft: 70 },
    ])}{"event":"progress","step":4`
    const { progress, curve } = readProgress(text)
    assert.deepEqual(progress, { step: 30, steps: 100, loss: 1, score: 0.25, secondsLeft: 70 })
    assert.deepEqual(curve, [
      { step: 10, loss: 2 },
      { step: 20, score: 0.25 },
      { step: 30, loss: 1 },
    ])
  })

  test('may be anything at all', () => {
    const strange = [
      '',
      'Epoch 1/9',
      'null',
      '[]',
      { event: 'progress' },
      { event: 'progress', step: -1 },
      { event: 'progress', step: 'x' },
    ]
    assert.deepEqual(readProgress(lines(strange)), { progress: { step: 0, steps: 0 }, curve: [] })
    const { progress } = readProgress(lines([{ event: 'progress', step: 3.7, mood: 'good' }]))
    assert.deepEqual(progress, { step: 3, steps: 0 })
  })

  test('makes a curve of some hundred points with every score, however long it is', () => {
    const steps = Array.from({ length: 20_000 }, (_, step) => ({ event: 'progress', step, steps: 20_000, loss: 1 }))
    const scores = Array.from({ length: 20 }, (_, index) => ({ event: 'validation', step: index * 1000, score: 0.5 }))
    const { curve } = readProgress(lines([...steps, ...scores]))
    assert.ok(curve.length <= 420)
    assert.equal(curve.filter(({ score }) => score !== undefined).length, 20)
  })
})
