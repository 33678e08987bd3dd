import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkBias, measureBias } from '../../../shared/domain/check-bias.ts'
import { GatePolicy } from '../../../shared/domain/evaluation.ts'
import type { FrameTruth, SeenFrames } from '../../../shared/domain/object-truth.ts'

const policy = GatePolicy.parse({})
const box = { left: 0.1, top: 0.1, width: 0.2, height: 0.2 }

interface Part {
  readonly frames: number
  readonly found: number
  readonly camera: string
  readonly localHour: number
  readonly brightness: number
}

function played(parts: readonly Part[]): { truths: FrameTruth[]; seen: SeenFrames } {
  const truths: FrameTruth[] = []
  const frames = parts.flatMap(({ frames, found, camera, localHour, brightness }, part) =>
    Array.from({ length: frames }, (_, index) => {
      const frame = `${part}${String(index).padStart(5, '0')}`.padEnd(64, '0')
      truths.push({ frame, camera, video: 'e'.repeat(64), localHour, brightness, objects: [{ label: 'hand', box }] })
      return { frame, inferenceMs: 1, detections: index < found ? [{ label: 'hand', confidence: 0.9, box }] : [] }
    }),
  )
  const model = { name: 'm', version: '1', digest: 'a'.repeat(64) }
  return { truths, seen: { of: { model, labels: ['hand'], thresholds: {} }, frames } }
}

const day = { camera: 'cam-1', localHour: 10, brightness: 0.5 }
const night = { camera: 'cam-2', localHour: 23, brightness: 0.1 }

test('a camera, a night and the dark in which a model is worse are named, with what that rests on', () => {
  const { truths, seen } = played([
    { ...day, frames: 100, found: 95 },
    { ...night, frames: 50, found: 30 },
  ])
  const figures = measureBias(truths, seen, policy)
  const gaps = figures.filter(({ verdict }) => verdict === 'gap').map(({ dimension, group }) => `${dimension} ${group}`)
  assert.deepEqual(gaps, ['camera cam-2', 'light dark', 'time night'])
  const { outcome, reason, values } = checkBias(figures, policy)
  assert.equal(outcome, 'undecided')
  assert.match(reason, /recall of hand is 35\.0 points lower at camera cam-2 \(30 of 50\) than elsewhere \(95 of 100\)/)
  assert.deepEqual([values['gaps'], values['largest']], [3, 0.95 - 0.6])
})

test('a gap that may be chance, and one that is too small to matter, are none', () => {
  for (const found of [44, 48]) {
    const { truths, seen } = played([
      { ...day, frames: 100, found: 95 },
      { ...night, frames: 50, found },
    ])
    const figures = measureBias(truths, seen, policy)
    assert.ok(figures.every(({ verdict }) => verdict === 'even'))
    assert.equal(checkBias(figures, policy).outcome, 'passed')
  }
})

test('few objects say nothing, and the reason says so', () => {
  const { truths, seen } = played([
    { ...day, frames: 100, found: 95 },
    { ...night, frames: 10, found: 0 },
  ])
  const { outcome, reason } = checkBias(measureBias(truths, seen, policy), policy)
  assert.equal(outcome, 'passed')
  assert.match(reason, /6 parts of the test have fewer than 30 objects/)
})

test('one camera in one light has nothing to be compared with', () => {
  const { truths, seen } = played([{ ...day, frames: 100, found: 50 }])
  assert.deepEqual(measureBias(truths, seen, policy), [])
})
