import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Api } from '../../../local/console/api.ts'
import { describeRun, watchRuns } from '../../../local/console/watch-runs.ts'
import type { TrainingRun } from '../../../shared/domain/training-run.ts'

const digest = `sha256:${'0'.repeat(64)}`

function run(more: Partial<TrainingRun> = {}): TrainingRun {
  return {
    ...{ id: 'train-ds-0123456789abcdef', site: 'plant-1', dataset: 'ds-0123456789abcdef', number: 2, attempt: 1 },
    ...{ reason: 'person', startedBy: 'dana', state: 'running', createdAt: '2026-11-20T01:30:00.000Z' },
    ...{ progress: { step: 0, steps: 0 }, ...more },
  }
}

const running = (step: number) => run({ progress: { step, steps: 100, score: 0.5, secondsLeft: 100 - step } })

test('a run is told state by state, its steps in tenths, and its end once', async () => {
  let now: TrainingRun[] = [run({ id: 'train-ds-0000000000000000', state: 'failed' })]
  let seen = Promise.withResolvers<void>()
  const api: Api = {
    get: async () => {
      // Told in the turn after the answer, so that whoever waits sees what was said of it.
      setImmediate(() => setImmediate(seen.resolve))
      return { items: now } as never
    },
    ...{ put: assert.fail, post: assert.fail, remove: assert.fail },
  }
  const told: string[] = []
  const watch = watchRuns(api, (line) => told.push(line))
  const look = async (...runs: TrainingRun[]) => {
    now = runs
    seen = Promise.withResolvers()
    watch.look()
    await seen.promise
  }
  await look(...now)
  assert.deepEqual(told, [])
  await look(run({ state: 'waiting' }))
  await look(run({ state: 'caching' }))
  await look(run())
  for (const step of [3, 9, 12, 19, 20]) await look(running(step))
  await look(run({ state: 'evaluating', progress: { step: 100, steps: 100, score: 0.97 } }))
  const model = { name: 'plant-1', version: '2', digest }
  for (const _ of [1, 2]) await look(run({ state: 'completed', progress: { step: 100, steps: 100, score: 0.97 }, model }))
  await watch.stop()
  const [name, ended] = ['run 2 of plant-1 (train-ds-0123456789abcdef)', 'is completed: model plant-1 2, score 0.97']
  assert.deepEqual(told, [
    `${name}: copying the dataset to the trainer`,
    `${name}: training begins`,
    `${name}: step 12 of 100, score 0.50, about 88 s left`,
    `${name}: step 20 of 100, score 0.50, about 80 s left`,
    `${name}: trained, score 0.97; held against the champion`,
    `${name} ${ended}`,
  ])
})

test('a run that failed says why', () => {
  assert.match(describeRun(run({ state: 'failed', problem: 'Twelve frames are too few.' }))!, /is failed: Twelve frames are too few\.$/)
})
