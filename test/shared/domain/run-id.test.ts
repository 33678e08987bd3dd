import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseRunId, runId } from '../../../shared/domain/run-id.ts'

const dataset = 'ds-0123456789abcdef'

describe('the id of a training run', () => {
  test('names dataset and attempt, and gives them back', () => {
    assert.equal(runId({ dataset, attempt: 1 }), 'train-ds-0123456789abcdef')
    for (const attempt of [1, 2, 10, 9999]) assert.deepEqual(parseRunId(runId({ dataset, attempt })), { dataset, attempt })
  })

  test('is none for the trials of AutoML, for another spelling of a first attempt, and for anything else', () => {
    const others = ['_0', '-1', '-0', '-02', '-x', '-10000'].map((end) => `train-${dataset}${end}`)
    for (const id of [...others, dataset, 'train-ds-1', '']) assert.equal(parseRunId(id), undefined, id)
  })
})
