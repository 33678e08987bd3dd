import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { type DeviceProgress, type Rollout, RolloutPolicy } from '../../../shared/domain/rollout.ts'
import type { Ports } from '../../../shared/ports.ts'
import { healthMessage } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'

const policy = RolloutPolicy.parse({})
const rollout = (site: string, number: number, more: Partial<Rollout> = {}): Rollout => ({
  ...{ id: `rel-${number}-1`, site, release: `rel-${number}`, policy, policySha256: 'a'.repeat(64), state: 'running', ring: 0, rings: [] },
  ...{ startedAt: `2026-11-20T08:00:0${number}.000Z`, startedBy: 'ada', ...more },
})

describe('the store of rollouts', () => {
  let azurite: RunningAzurite
  let ports: Ports
  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
  })
  after(() => azurite.close())

  test('lets one of many begin at a site, and the next when that one is over', async () => {
    const { rollouts } = ports
    const starts = await Promise.allSettled([1, 2, 3, 4, 5, 6].map((number) => rollouts.save(rollout('one', number), undefined)))
    assert.equal(starts.filter(({ status }) => status === 'fulfilled').length, 1)
    const active = (await rollouts.active('one'))!
    await rollouts.save({ ...active.value, state: 'completed' }, active.version)
    assert.equal(await rollouts.active('one'), undefined)
    await rollouts.save(rollout('one', 7), undefined)
    // One that is over is taken back: not while another is on its way.
    const over = (await rollouts.find('one', active.value.id))!
    await assert.rejects(rollouts.save({ ...over.value, state: 'rolling-back' }, over.version), { code: 'rollout-changed' })
    assert.equal((await rollouts.find('one', active.value.id))?.value.state, 'completed')
  })

  test('takes the first of two changes', async () => {
    const { rollouts } = ports
    const version = await rollouts.save(rollout('two', 1), undefined)
    await rollouts.save(rollout('two', 1, { ring: 1 }), version)
    await assert.rejects(rollouts.save(rollout('two', 1, { ring: 2 }), version), { code: 'rollout-changed' })
    assert.equal((await rollouts.find('two', 'rel-1-1'))?.value.ring, 1)
    assert.equal(await rollouts.find('other', 'rel-1-1'), undefined)
  })

  test('lists rollouts of several sites newest first, page by page', async () => {
    const { rollouts } = ports
    for (const number of [1, 2, 3])
      for (const site of ['list-a', 'list-b']) await rollouts.save(rollout(site, number, { state: 'completed' }), undefined)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await rollouts.list({ sites: ['list-a', 'list-b'], cursor, limit: 4 })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.cursor
    } while (cursor !== undefined)
    assert.deepEqual(seen, ['rel-3-1', 'rel-3-1', 'rel-2-1', 'rel-2-1', 'rel-1-1', 'rel-1-1'])
    await assert.rejects(rollouts.list({ sites: ['list-a'], cursor: "r' or 1 eq 1", limit: 2 }), { code: 'input-invalid' })
  })

  test('keeps the progress of more devices than a transaction holds', async () => {
    const devices = Array.from(
      { length: 250 },
      (_, number): DeviceProgress => ({ device: `edge-${number}`, ring: number % 4, state: 'waiting' }),
    )
    await ports.rollouts.saveDevices('rel-1-1', devices)
    await ports.rollouts.saveDevices('rel-1-1', [{ device: 'edge-7', ring: 3, state: 'failed', reason: 'it does not start' }])
    const stored = await ports.rollouts.devices('rel-1-1')
    assert.equal(stored.length, 250)
    assert.deepEqual(
      stored.find(({ device }) => device === 'edge-7'),
      { device: 'edge-7', ring: 3, state: 'failed', reason: 'it does not start' },
    )
  })

  test('keeps every health message, across midnight and in order', async () => {
    const times = ['2026-11-20T23:59:30.000Z', '2026-11-21T00:00:00.000Z', '2026-11-21T00:00:30.000Z', '2026-11-22T00:00:30.000Z']
    const health = times.map((receivedAt, seq) => ({ device: 'edge-1', receivedAt, message: healthMessage({ seq }), clockSkewMs: 0 }))
    await Promise.all(health.toReversed().map((each) => ports.healthHistory.add(each)))
    await ports.healthHistory.add(health[0]!)
    assert.deepEqual(await ports.healthHistory.read('edge-1', times[0]!, times[2]!), health.slice(0, 2))
    assert.deepEqual(await ports.healthHistory.read('edge-1', '2026-11-19T00:00:00.000Z', '2026-11-23T00:00:00.000Z'), health)
    assert.deepEqual(await ports.healthHistory.read('edge-2', times[0]!, times[3]!), [])
    assert.equal(await ports.healthHistory.forget('edge-1', '2026-11-21T12:00:00.000Z'), 1)
    assert.deepEqual(await ports.healthHistory.read('edge-1', '2026-11-19T00:00:00.000Z', '2026-11-23T00:00:00.000Z'), health.slice(1))
  })
})
