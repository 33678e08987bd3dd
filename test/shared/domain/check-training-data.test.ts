import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkTrainingData } from '../../../shared/domain/check-training-data.ts'
import type { DatasetHeader } from '../../../shared/domain/dataset.ts'
import type { DatasetQuality } from '../../../shared/domain/dataset-quality.ts'

const split = { frames: 30, positive: 20, falsePositive: 10, annotations: 25 }
const header: DatasetHeader = {
  ...{ version: 'ds-0123456789abcdef', site: 'plant', labels: ['bottle'], items: 90, itemsSha256: '0'.repeat(64), splitBy: 'day' },
  ...{ counts: { train: split, validate: split, test: split }, leftOut: {} },
}
const good: DatasetQuality = { findings: [{ check: 'leak', severity: 'good', count: 0, text: 'None.' }] }
const policy = { leastFrames: 20 }
const withCounts = (counts: Partial<DatasetHeader['counts']>) => ({ ...header, counts: { ...header.counts, ...counts } })
const empty = { frames: 0, positive: 0, falsePositive: 0, annotations: 0 }

describe('a dataset that is to be trained on', () => {
  test('is fine with enough frames, something annotated, a test and no leak', () => {
    assert.deepEqual(checkTrainingData(header, good, policy), [])
    const warned: DatasetQuality = { findings: [{ check: 'imbalance', severity: 'critical', count: 9, text: 'Nine to one.' }] }
    assert.deepEqual(checkTrainingData(header, warned, policy), [])
  })

  for (const [what, given, quality, reason] of [
    ['with few frames', withCounts({ train: { ...split, frames: 19 } }), good, /train has 19 frames; the policy asks for 20/],
    ['without an annotation', withCounts({ train: { ...split, annotations: 0 } }), good, /Nothing is annotated in split train/],
    ['without a test', withCounts({ test: empty }), good, /Split test is empty/],
    ['with a leak', header, { findings: [{ check: 'leak', severity: 'critical', count: 1, text: 'rec-1 is in two.' }] }, /rec-1 is in two/],
    ['without a report', header, undefined, /no quality report/],
  ] as const)
    test(`${what} is refused with that reason alone`, () => {
      const reasons = checkTrainingData(given, quality as DatasetQuality | undefined, policy)
      assert.equal(reasons.length, 1)
      assert.match(reasons[0]!, reason)
    })

  test('that lacks everything is refused with every reason', () => {
    assert.equal(checkTrainingData(withCounts({ train: empty, test: empty }), undefined, policy).length, 4)
  })
})
