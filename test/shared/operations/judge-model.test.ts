import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { Evaluation } from '../../../shared/domain/evaluation.ts'
import { evaluateRun } from '../../../shared/operations/evaluate-run.ts'
import { judgeModel } from '../../../shared/operations/judge-model.ts'
import { takeModel } from '../../../shared/operations/take-model.ts'
import type { Ports, Trainer } from '../../../shared/ports.ts'
import { sampleEvaluation, sampleModel } from '../../harness/sample-model.ts'
import { createTestApp } from '../../harness/test-app.ts'

describe('the end of a training run', () => {
  let azurite: RunningAzurite
  let ports: Ports
  const registered: string[] = []
  before(async () => {
    azurite = await startAzurite()
    const trainer = { registerModel: async (_: unknown, path: string) => void registered.push(path) } as unknown as Trainer
    ports = await createTestApp(azurite.connectionString, { trainer })
  })
  after(() => azurite.close())

  /** A run whose model was taken in and compared with this outcome. */
  async function compared(site: string, verdict: Evaluation['gate']['verdict']) {
    const dataset = 'ds-0123456789abcdef'
    const task = { site, run: `train-${dataset}` }
    await ports.runs.save(
      {
        ...{ id: task.run, site, dataset, number: 1, attempt: 1, reason: 'person', startedBy: 'ada', state: 'evaluating' },
        ...{ createdAt: '2026-11-20T08:00:00.000Z', progress: { step: 1, steps: 1 } },
      },
      undefined,
    )
    const model = sampleModel(site, '1', { run: task.run, dataset })
    await ports.models.save(model, undefined)
    const evaluation = { ...sampleEvaluation(model), gate: { verdict, reason: `It is ${verdict}.`, checks: [] } }
    await ports.evaluations.save(evaluation)
    await takeModel(ports, task, async () => model)
    await evaluateRun(ports, task, async () => evaluation)
    return { task, model, evaluation }
  }

  test('is a question to people about a model that is better, or of which the gate is not sure', async () => {
    for (const verdict of ['better', 'undecided'] as const) {
      const { task, model, evaluation } = await compared(verdict, verdict)
      assert.equal(await judgeModel(ports, task), 'completed')
      assert.equal(await judgeModel(ports, task), 'completed')
      const questions = (await ports.approvals.list({ sites: [verdict], limit: 10 })).items
      assert.deepEqual(
        questions.map(({ model: { digest }, evaluation: of, state }) => [digest, of, state]),
        [[model.digest, evaluation.digest, 'waiting']],
      )
      assert.equal((await ports.models.find(verdict, '1'))?.value.state, 'candidate')
      const run = (await ports.runs.find(verdict, task.run))!.value
      assert.deepEqual([run.model?.digest, run.evaluation, run.state], [model.digest, evaluation.digest, 'completed'])
      assert.ok(registered.includes(`runs/${task.run}/model/`))
    }
  })

  test("is the refusal of a model that is worse, with the gate's reason, and nobody is asked", async () => {
    const { task } = await compared('worse', 'worse')
    assert.equal(await judgeModel(ports, task), 'completed')
    const model = (await ports.models.find('worse', '1'))!.value
    assert.deepEqual([model.state, model.reason], ['refused', 'It is worse.'])
    assert.deepEqual((await ports.approvals.list({ sites: ['worse'], limit: 10 })).items, [])
  })

  test('is not reached without a comparison', async () => {
    const { task } = await compared('bare', 'better')
    const found = (await ports.runs.find('bare', task.run))!
    const { evaluation: _, ...bare } = found.value
    await ports.runs.save(bare, found.version)
    await assert.rejects(judgeModel(ports, task), { code: 'not-found' })
  })
})
