import assert from 'node:assert/strict'
import { it } from 'node:test'
import { pinchOf, pinchStep } from '../../../ui/picture/pinch.ts'

it('two fingers zoom by how far they part, and move by where their middle goes', () => {
  const before = pinchOf([
    { x: 100, y: 100 },
    { x: 200, y: 100 },
  ])
  const now = pinchOf([
    { x: 80, y: 130 },
    { x: 280, y: 130 },
  ])
  assert.deepEqual(pinchStep(before, now), { factor: 2, by: { x: 30, y: 30 } })
})
