import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { Night } from '../../../shared/domain/night.ts'
import { nightId } from '../../../shared/domain/night-id.ts'
import { noProgress } from '../../../shared/domain/night-progress.ts'
import type { NightStore } from '../../../shared/ports.ts'
import { createTestApp } from '../../harness/test-app.ts'

function night(site: string, date: string, more: Partial<Night> = {}): Night {
  const key = { site, date, number: 1, ...more }
  const startedAt = `${date}T01:30:00.000Z`
  return {
    ...{ id: nightId(key), ...key, state: 'running', startedAt, startedBy: 'timer' },
    ...{ progress: noProgress, problems: [], problemCount: 0, ...more },
  }
}

describe('the store of nights', () => {
  let azurite: RunningAzurite
  let nights: NightStore
  before(async () => {
    azurite = await startAzurite()
    nights = (await createTestApp(azurite.connectionString)).nights
  })
  after(() => azurite.close())

  test('lets one of many write a new night, and of two changes the first', async () => {
    const wanted = night('versions', '2026-11-20')
    const writes = await Promise.allSettled(Array.from({ length: 8 }, () => nights.save(wanted, undefined)))
    assert.equal(writes.filter(({ status }) => status === 'fulfilled').length, 1)
    const found = (await nights.find('versions', wanted.id))!
    assert.deepEqual(found.value, wanted)
    await nights.save({ ...wanted, state: 'complete' }, found.version)
    await assert.rejects(nights.save({ ...wanted, state: 'failed' }, found.version), { code: 'night-changed' })
    assert.equal((await nights.ofDate('versions', '2026-11-20'))?.value.state, 'complete')
    assert.equal(await nights.ofDate('versions', '2026-11-21'), undefined)
  })

  test('knows the newest run of a date, beyond the ninth', async () => {
    for (const number of [1, 2, 9, 10, 11]) await nights.save(night('runs', '2026-11-20', { number }), undefined)
    assert.equal((await nights.ofDate('runs', '2026-11-20'))?.value.number, 11)
    assert.equal((await nights.find('runs', 'nightly-runs-2026-11-20-9'))?.value.number, 9)
    assert.equal(await nights.find('other', 'nightly-runs-2026-11-20-9'), undefined)
  })

  test('lists nights of several sites newest first, page by page, each once', async () => {
    for (const day of ['10', '11', '12'])
      for (const site of ['list-a', 'list-b']) await nights.save(night(site, `2026-11-${day}`), undefined)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await nights.list({ sites: ['list-a', 'list-b'], cursor, limit: 2 })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.cursor
    } while (cursor !== undefined)
    assert.deepEqual(
      seen,
      ['12', '11', '10'].flatMap((day) => ['list-a', 'list-b'].map((site) => `nightly-${site}-2026-11-${day}`)),
    )
    await assert.rejects(nights.list({ sites: ['list-a'], cursor: "n~' or 1 eq 1", limit: 2 }), { code: 'input-invalid' })
  })

  test('keeps a night with a hundred long problems', async () => {
    const reason = 'ä'.repeat(500)
    const problems = Array.from({ length: 100 }, (_, i) => ({ recording: `rec-${i}`, step: 'split' as const, reason }))
    const wanted = night('long', '2026-11-20', { problems, problemCount: 100, state: 'partial' })
    await nights.save(wanted, undefined)
    assert.deepEqual((await nights.find('long', wanted.id))?.value, wanted)
  })

  test('never moves the watermark back, whoever is first', async () => {
    assert.equal(await nights.watermark('mark'), undefined)
    const days = ['12', '15', '11', '14', '13'].map((day) => `2026-11-${day}T00:00:00.000Z`)
    await Promise.all(days.map((to) => nights.moveWatermark('mark', to)))
    assert.equal(await nights.watermark('mark'), '2026-11-15T00:00:00.000Z')
  })

  test('has a policy for a site that never said one, and refuses a change of one that was changed', async () => {
    const { value, version } = await nights.policy('policy')
    assert.equal(value.startsAt, '02:30')
    const next = await nights.savePolicy('policy', { ...value, startsAt: '04:00' }, version)
    assert.deepEqual(await nights.policy('policy'), { value: { ...value, startsAt: '04:00' }, version: next })
    await assert.rejects(nights.savePolicy('policy', value, version), { code: 'night-changed' })
  })

  test('keeps the pages and problems of a night apart from those of another', async () => {
    await nights.savePage('night-a', 0, ['r1', 'r2'])
    await nights.savePage('night-a', 0, ['r1', 'r3'])
    await nights.addProblem('night-a', { recording: 'r1', step: 'split', reason: 'old' })
    await nights.addProblem('night-a', { recording: 'r1', step: 'split', reason: 'new' })
    await nights.addProblem('night-a', { step: 'dataset', reason: 'no' })
    await nights.addProblem('night-b', { step: 'list', reason: 'other' })
    assert.deepEqual(await nights.page('night-a', 0), ['r1', 'r3'])
    await assert.rejects(nights.page('night-b', 0), { code: 'not-found' })
    assert.deepEqual((await nights.problems('night-a')).map(({ reason }) => reason).sort(), ['new', 'no'])
  })
})
