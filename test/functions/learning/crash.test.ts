import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { TrainingRun } from '../../../shared/domain/training-run.ts'
import { type LearningPlant, startLearningPlant } from './support/learning-plant.ts'

// In the order in which a run comes to them.
const blows = [
  ...['run-claimed', 'validate-run-ends', 'frames-copied', 'cache-dataset-ends', 'job-submitted', 'submit-run-ends', 'poll-run-ends'],
  ...['model-taken', 'take-model-ends', 'evaluate-run-ends', 'model-judged', 'judge-model-ends'],
]

describe('a training run whose host is killed at every step', () => {
  const closing: (() => unknown)[] = []
  let plant: LearningPlant
  let run: TrainingRun

  before(async () => {
    plant = await startLearningPlant({ after: (close: () => unknown) => void closing.push(close) })
    for (const crash of [...blows, '']) {
      const { host, call } = await plant.launch({ TEST_CRASH: crash })
      // What was begun goes on by itself. The first host may die before it can answer, so each is asked.
      const asked = call<TrainingRun>('POST', 'runs', 'data-scientist', { site: 'plant' })
      if (crash !== '') {
        await asked.catch(() => {})
        await assert.rejects(host.line(/never printed/))
        continue
      }
      const { id } = await asked
      await host.line(/Executed 'Functions\.(judge-model|fail-run)' \(/)
      run = await call<TrainingRun>('GET', `runs/${id}`, 'safety-auditor')
      assert.equal(await host.stop(), 0)
    }
  })
  after(async () => {
    for (const close of closing.reverse()) await close()
  })

  test('is completed, with a model, a comparison and the curve of its trainer', () => {
    const { state, problem, progress, model, evaluation } = run
    assert.deepEqual({ state, problem, step: progress.step }, { state: 'completed', problem: undefined, step: 3 })
    assert.deepEqual([model?.name, model?.version], ['plant', '1'])
    assert.match(evaluation!, /^[0-9a-f]{64}$/)
  })
  test('is one run, one job, one model and one question', async () => {
    const query = { sites: ['plant'], limit: 10 }
    const { runs, models, approvals } = plant.ports
    assert.equal((await runs.list(query)).items.length, 1)
    assert.deepEqual(
      (await plant.jobs()).map(({ name, properties }) => [name, properties.status]),
      [[run.id, 'Completed']],
    )
    assert.deepEqual(
      (await models.list(query)).items.map(({ state, run: from, dataset }) => [state, from, dataset]),
      [['candidate', run.id, plant.dataset]],
    )
    const questions = (await approvals.list(query)).items
    assert.deepEqual(
      questions.map(({ model, evaluation }) => [model.digest, evaluation]),
      [[run.model?.digest, run.evaluation]],
    )
  })
  test('is on the audit chain once with each of its facts', async () => {
    const { entries } = await plant.ports.audit.read({ site: 'plant', from: 1, limit: 100 })
    const actions = entries.map(({ action }) => action).filter((action) => /^(run|model|approval)-/.test(action))
    assert.deepEqual(actions.sort(), [...new Set(actions)])
    assert.ok(actions.includes('run-started'))
  })
})
