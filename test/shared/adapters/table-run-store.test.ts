import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { runId } from '../../../shared/domain/run-id.ts'
import { TrainingPolicy, type TrainingRun } from '../../../shared/domain/training-run.ts'
import type { RunStore } from '../../../shared/ports.ts'
import { createTestApp } from '../../harness/test-app.ts'

function run(site: string, number: number, more: Partial<TrainingRun> = {}): TrainingRun {
  const dataset = `ds-${String(number).padStart(16, '0')}`
  const key = { dataset, attempt: 1, ...more }
  return {
    ...{ id: runId(key), site, number, reason: 'person', startedBy: 'ada', state: 'waiting' },
    ...{ createdAt: new Date(Date.UTC(2026, 10, 20, 8, number)).toISOString(), progress: { step: 0, steps: 0 } },
    ...{ ...key, ...more },
  }
}

describe('the store of training runs', () => {
  let azurite: RunningAzurite
  let runs: RunStore
  before(async () => {
    azurite = await startAzurite()
    runs = (await createTestApp(azurite.connectionString)).runs
  })
  after(() => azurite.close())

  test('lets one of many write a new run, and of two changes the first', async () => {
    const wanted = run('versions', 1)
    const writes = await Promise.allSettled(Array.from({ length: 8 }, () => runs.save(wanted, undefined)))
    assert.equal(writes.filter(({ status }) => status === 'fulfilled').length, 1)
    const found = (await runs.find('versions', wanted.id))!
    assert.deepEqual(found.value, wanted)
    await runs.save({ ...wanted, state: 'running' }, found.version)
    await assert.rejects(runs.save({ ...wanted, state: 'failed' }, found.version), { code: 'run-changed' })
    assert.equal((await runs.find('versions', wanted.id))?.value.state, 'running')
  })

  test('gives a number once, also to runs on different datasets', async () => {
    await runs.save(run('numbers', 1), undefined)
    const other = run('numbers', 1, { dataset: 'ds-aaaaaaaaaaaaaaaa', id: 'train-ds-aaaaaaaaaaaaaaaa' })
    await assert.rejects(runs.save(other, undefined), { code: 'run-changed' })
    assert.equal(await runs.find('numbers', other.id), undefined)
    assert.equal(await runs.ofDataset('numbers', other.dataset), undefined)
  })

  test('knows the newest run of a site and the newest attempt on a dataset, beyond the ninth', async () => {
    const dataset = 'ds-bbbbbbbbbbbbbbbb'
    for (const attempt of [1, 2, 9, 10, 11]) await runs.save(run('attempts', attempt, { dataset, attempt }), undefined)
    assert.equal((await runs.ofDataset('attempts', dataset))?.value.attempt, 11)
    assert.equal((await runs.newest('attempts'))?.number, 11)
    assert.equal((await runs.find('attempts', `train-${dataset}-9`))?.value.number, 9)
    assert.equal(await runs.find('attempts', `train-${dataset}-3`), undefined)
    assert.equal(await runs.find('attempts', 'nonsense'), undefined)
    assert.equal(await runs.find('other', `train-${dataset}-9`), undefined)
    assert.equal(await runs.newest('other'), undefined)
  })

  test('lists runs of several sites newest first, page by page, each once', async () => {
    for (const number of [1, 2, 3]) for (const site of ['list-a', 'list-b']) await runs.save(run(site, number), undefined)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await runs.list({ sites: ['list-a', 'list-b'], cursor, limit: 2 })
      seen.push(...page.items.map(({ site, number }) => `${site} ${number}`))
      cursor = page.cursor
    } while (cursor !== undefined)
    assert.deepEqual(
      seen,
      [3, 2, 1].flatMap((number) => ['list-a', 'list-b'].map((site) => `${site} ${number}`)),
    )
    await assert.rejects(runs.list({ sites: ['list-a'], cursor: 'policy', limit: 2 }), { code: 'input-invalid' })
  })

  test('keeps a policy by version, and knows the usual one before', async () => {
    const { value, version } = await runs.policy('policies')
    assert.deepEqual(value, TrainingPolicy.parse({}))
    await runs.savePolicy('policies', { ...value, newFrames: 50 }, version)
    await assert.rejects(runs.savePolicy('policies', value, version), { code: 'run-changed' })
    assert.equal((await runs.policy('policies')).value.newFrames, 50)
  })
})
