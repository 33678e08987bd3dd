import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareFrames } from '../../../shared/domain/compare-frames.ts'
import type { Performance } from '../../../shared/domain/compare-models.ts'
import type { FrameTruth } from '../../../shared/domain/object-truth.ts'
import { sha256Of } from '../../harness/labelled-recording.ts'

const box = { left: 0.1, top: 0.1, width: 0.2, height: 0.2 }
const elsewhere = { left: 0.6, top: 0.6, width: 0.2, height: 0.2 }

type Seen = readonly { readonly label: string; readonly confidence: number; readonly box: typeof box }[]

function frame(name: string, ...objects: FrameTruth['objects']): FrameTruth {
  return { frame: sha256Of(name), camera: 'camera-1', video: sha256Of('video'), objects }
}

function performance(truths: readonly FrameTruth[], seen: readonly Seen[]): Performance {
  const model = { name: 'm', version: '1', digest: sha256Of('model') }
  const frames = truths.map((truth, index) => ({ frame: truth.frame, inferenceMs: 1, detections: [...(seen[index] ?? [])] }))
  return { seen: { of: { model, labels: ['hand'], thresholds: { hand: 0.5 } }, frames }, raised: [] }
}

test('a frame belongs to the model that alone finds all that is on it and nothing else', () => {
  const truths = [frame('found', { label: 'hand', box }), frame('empty'), frame('same', { label: 'hand', box })]
  const sure: Seen = [{ label: 'hand', confidence: 0.9, box }]
  const candidate = performance(truths, [sure, sure, sure])
  const champion = performance(truths, [[], [], sure])
  const compared = compareFrames({ truths, candidate, champion })
  assert.deepEqual(
    compared.map(({ outcome }) => outcome),
    ['candidate', 'champion', 'both'],
  )
  assert.deepEqual(compared[0]!.objects[0], { label: 'hand', box, isFoundByCandidate: true, isFoundByChampion: false })
  assert.equal(compared[1]!.candidate[0]!.isRight, false)
})

test('what a model is less sure of than its threshold is not held for or against it', () => {
  const truths = [frame('unsure', { label: 'hand', box })]
  const candidate = performance(truths, [[{ label: 'hand', confidence: 0.49, box }]])
  const [compared] = compareFrames({ truths, candidate, champion: undefined })
  assert.deepEqual([compared!.outcome, compared!.candidate, compared!.champion], ['neither', [], undefined])
})

test('a second box on one object, a box elsewhere and another label are wrong', () => {
  const truths = [frame('crowded', { label: 'hand', box })]
  const seen: Seen = [
    { label: 'hand', confidence: 0.9, box },
    { label: 'hand', confidence: 0.8, box },
    { label: 'hand', confidence: 0.7, box: elsewhere },
    { label: 'glove', confidence: 0.7, box },
  ]
  const [compared] = compareFrames({ truths, candidate: performance(truths, [seen]), champion: undefined })
  assert.deepEqual(
    compared!.candidate.map(({ isRight }) => isRight),
    [true, false, false, false],
  )
  assert.equal(compared!.outcome, 'neither')
})
