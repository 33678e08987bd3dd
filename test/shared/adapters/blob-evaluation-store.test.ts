import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { BlobServiceClient } from '@azure/storage-blob'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { Evaluation } from '../../../shared/domain/evaluation.ts'
import type { EvaluationStore } from '../../../shared/ports.ts'
import { createTestApp } from '../../harness/test-app.ts'

const model = { name: 'plant-1', version: '1', digest: 'a'.repeat(64) }
const replay = { days: 14, confirmed: 0, rejected: 0, found: 0, falseAlarms: 0, other: 0, missed: [] }
const calibration = { bins: Array.from({ length: 10 }, () => ({ count: 0, right: 0, confidence: 0 })), error: 0 }
const figures = { model, perClass: {}, perCamera: {}, confusion: {}, calibration, meanInferenceMs: 3 }
const evaluation: Evaluation = {
  ...{ digest: 'b'.repeat(64), site: 'plant-1', candidate: model, dataset: 'ds-0123456789abcdef', inputs: { policy: 'c'.repeat(64) } },
  ...{ test: { frames: 0, candidate: figures }, replay: { candidate: replay }, alertsSavedPerDay: 0, incidentsMissed: 0 },
  ...{ gate: { verdict: 'undecided', reason: 'There is no champion.', checks: [] }, at: '2026-11-20T00:00:00.000Z' },
}

describe('the store of evaluations', () => {
  let azurite: RunningAzurite
  let evaluations: EvaluationStore
  before(async () => {
    azurite = await startAzurite()
    evaluations = (await createTestApp(azurite.connectionString)).evaluations
  })
  after(() => azurite.close())

  test('keeps the first of the same evaluation, with its date', async () => {
    await evaluations.save(evaluation)
    await evaluations.save({ ...evaluation, at: '2026-11-21T00:00:00.000Z' })
    assert.deepEqual(await evaluations.find(evaluation.digest), evaluation)
    assert.equal(await evaluations.find('d'.repeat(64)), undefined)
    assert.equal(await evaluations.find('../policy'), undefined)
  })

  test('names an input by what is in it', async () => {
    const text = '{"label":"Fläschchen"}\n'
    const sha256 = await evaluations.writeInput(text)
    assert.equal(sha256, createHash('sha256').update(text).digest('hex'))
    assert.equal(await evaluations.writeInput(text), sha256)
    assert.equal(await evaluations.readInput(sha256), text)
    assert.equal(await evaluations.readInput('e'.repeat(64)), undefined)
  })

  test('does not hand out an input that somebody changed', async () => {
    const sha256 = await evaluations.writeInput('true\n')
    const container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('evaluations')
    await container.getBlockBlobClient(`inputs/${sha256}`).upload('fals\n', 5)
    await assert.rejects(evaluations.readInput(sha256), { code: 'evaluation-damaged' })
  })

  test('has a policy for a site that never said one, and refuses a change of one that was changed', async () => {
    const { value, version } = await evaluations.gatePolicy('plant-1')
    assert.equal(value.leastSafetyObjects, 800)
    const next = await evaluations.saveGatePolicy('plant-1', { ...value, replayDays: 3 }, version)
    assert.deepEqual(await evaluations.gatePolicy('plant-1'), { value: { ...value, replayDays: 3 }, version: next })
    await assert.rejects(evaluations.saveGatePolicy('plant-1', value, version), { code: 'model-changed' })
  })
})
