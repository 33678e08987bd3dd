import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { recomputeEvaluation } from '../../../shared/operations/recompute-evaluation.ts'
import type { Ports } from '../../../shared/ports.ts'
import { listCrashPoints, type ReachedPoint, runIntoCrash } from '../../harness/crash-runner.ts'
import { judgeSample } from '../../harness/evaluate-process.ts'
import { storeDataset } from '../../harness/evaluated-plant.ts'
import { createTestApp } from '../../harness/test-app.ts'

const script = fileURLToPath(new URL('../../harness/evaluate-process.ts', import.meta.url))

describe('a model that is taken in, compared and signed', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let points: readonly ReachedPoint[]
  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    await storeDataset(ports)
    points = await listCrashPoints(script, [azurite.connectionString, 'undisturbed'])
  })
  after(() => azurite.close())

  it('is whole after a second try, wherever the first was killed, and is decided once', async () => {
    const named = points.map(({ name }) => name).filter((name) => /^(model|evaluation)-/.test(name))
    assert.deepEqual(named, ['model-entered', 'model-file', 'evaluation-inputs', 'evaluation-saved', 'model-self-test'])
    await Promise.all(
      named.map(async (point) => {
        const name = `killed-at-${point}`
        await runIntoCrash(script, [azurite.connectionString, name], point)
        const before = (await ports.models.find(name, '1'))?.value.evaluation
        const { evaluation, signature } = await judgeSample(azurite.connectionString, name)
        if (before !== undefined) assert.equal(evaluation.digest, before)
        assert.equal(signature.statement.evaluation, evaluation.digest)
        assert.equal((await recomputeEvaluation(ports, evaluation.digest)).isSame, true)
        assert.equal((await ports.models.find(name, '1'))?.value.evaluation, evaluation.digest)
        assert.equal(evaluation.test.candidate.perClass['red']?.f1, 1)
      }),
    )
    const { items } = await ports.models.list({ sites: ['plant-1'], limit: 100 })
    assert.equal(items.length, named.length + 1)
  })
})
