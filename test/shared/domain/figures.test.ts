import assert from 'node:assert/strict'
import { test } from 'node:test'
import { meanF1, measureModel, objectsFound } from '../../../shared/domain/figures.ts'
import type { FrameTruth, SeenFrames } from '../../../shared/domain/object-truth.ts'
import { sha256Of } from '../../harness/labelled-recording.ts'

const at = (left: number) => ({ left, top: 0, width: 0.1, height: 0.1 })
const truth = (index: number, camera: string, objects: FrameTruth['objects']): FrameTruth => ({
  ...{ frame: sha256Of(String(index)), camera, video: sha256Of('video'), objects },
})
const truths = [
  truth(0, 'line-1', [
    { label: 'bottle', box: at(0) },
    { label: 'bottle', box: at(0.5) },
  ]),
  truth(1, 'line-1', [{ label: 'hand', box: at(0) }]),
  truth(2, 'line-2', []),
]
const seen: SeenFrames = {
  of: {
    model: { name: 'plant-1', version: '1', digest: 'a'.repeat(64) },
    ...{ labels: ['bottle', 'hand'], thresholds: { bottle: 0.5 } },
  },
  frames: [
    {
      ...{ frame: sha256Of('0'), inferenceMs: 2 },
      detections: [
        { label: 'bottle', confidence: 0.95, box: at(0.01) },
        // Too weak for the threshold, but part of the curve.
        { label: 'bottle', confidence: 0.45, box: at(0.5) },
      ],
    },
    { frame: sha256Of('1'), inferenceMs: 4, detections: [{ label: 'bottle', confidence: 0.65, box: at(0) }] },
    { frame: sha256Of('2'), inferenceMs: 6, detections: [{ label: 'hand', confidence: 0.45, box: at(0.3) }] },
  ],
}
const figures = measureModel(truths, seen)

test('each class is counted at its own threshold, the curve below it', () => {
  const { bottle, hand } = figures.perClass
  assert.deepEqual(
    { ...bottle },
    {
      ...{ objects: 2, truePositives: 1, falsePositives: 1, falseNegatives: 1 },
      ...{ precision: 0.5, recall: 0.5, f1: 0.5, ap50: (1 + 2 / 3) / 2 },
    },
  )
  assert.deepEqual([hand!.objects, hand!.truePositives, hand!.falsePositives, hand!.recall], [1, 0, 1, 0])
  assert.equal(meanF1(figures), 0.25)
})

test('each camera has figures of its own', () => {
  assert.equal(figures.perCamera['line-1']!['bottle']!.f1, 0.5)
  assert.deepEqual([figures.perCamera['line-2']!['bottle']!.objects, figures.perCamera['line-2']!['hand']!.falsePositives], [0, 1])
})

test('what was taken for something else is told from what was not seen', () => {
  assert.deepEqual(figures.confusion, { bottle: { bottle: 1, none: 1 }, hand: { bottle: 1 }, none: { hand: 1 } })
})

test('calibration says how right detections of a confidence are', () => {
  const { bins, error } = figures.calibration
  assert.deepEqual(
    bins.map(({ count, right }) => [count, right]),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((bin) => (bin === 4 ? [2, 1] : bin === 6 ? [1, 0] : bin === 9 ? [1, 1] : [0, 0])),
  )
  assert(Math.abs(error - (Math.abs(1 - 0.9) + 0.65 + 0.05) / 4) < 1e-12)
  assert.equal(figures.meanInferenceMs, 4)
})

test('objects keep their order, so that two models can be compared object by object', () => {
  assert.deepEqual(objectsFound(truths, seen, 'bottle'), [true, false])
  assert.deepEqual(objectsFound(truths, seen, 'hand'), [false])
  assert.deepEqual(objectsFound(truths, { ...seen, frames: [] }, 'bottle'), [false, false])
})

test('nothing to find and nothing found is no error', () => {
  const empty = measureModel([], { ...seen, frames: [] })
  assert.equal(meanF1(empty), undefined)
  assert.deepEqual([empty.calibration.error, empty.meanInferenceMs], [0, 0])
})
