import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { Night } from '../../../shared/domain/night.ts'
import { noProgress } from '../../../shared/domain/night-progress.ts'
import { finishNight } from '../../../shared/operations/finish-night.ts'
import { startNight } from '../../../shared/operations/start-night.ts'
import { watchNights } from '../../../shared/operations/watch-nights.ts'
import type { Orchestrations, Ports } from '../../../shared/ports.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { createVirtualClock, type VirtualClock } from '../../harness/virtual-clock.ts'

type State = 'running' | 'completed' | 'failed' | 'terminated'

/** An engine that starts nothing: it only knows what it was asked for. */
function createEngine() {
  const states = new Map<string, State>()
  let starts = 0
  const orchestrations: Orchestrations = {
    start: async (_, id) => {
      starts++
      if (!states.has(id)) states.set(id, 'running')
    },
    wake: async () => {},
    status: async (id) => {
      const state = states.get(id)
      return state && { state, custom: undefined, output: undefined }
    },
  }
  return { orchestrations, states, starts: () => starts }
}

describe('the timer of the nights', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let engine: ReturnType<typeof createEngine>
  let clock: VirtualClock
  let site = ''
  let sites = 0

  before(async () => {
    azurite = await startAzurite()
  })
  after(() => azurite.close())
  beforeEach(async () => {
    engine = createEngine()
    clock = createVirtualClock('2026-11-20T12:00:00.000Z')
    site = `plant-${++sites}`
    const only = { id: site, name: site, timeZone: 'Europe/Berlin' }
    ports = await createTestApp(azurite.connectionString, { clock: clock.now, orchestrations: engine.orchestrations })
    await ports.rosters.saveSite(only)
    // Sites of other tests have nothing to do with this one.
    ports = { ...ports, rosters: { ...ports.rosters, listSites: async () => [only] } }
  })

  const watch = async () => (await watchNights(ports)).flatMap(({ started = [] }) => started)
  const list = async () => (await ports.nights.list({ sites: [site], limit: 10 })).items
  async function end(night: string) {
    const progress = { ...noProgress, recordings: { all: 0, done: 0, bad: 0 } }
    await finishNight(ports, { site, night, to: clock.now().toISOString(), progress, isBuilt: true })
    engine.states.set(night, 'completed')
  }

  test('starts nothing at a site where nothing has happened yet', async () => {
    assert.deepEqual(await watch(), [])
  })

  test('starts the first night after the first change, then one a date', async () => {
    await ports.changes.mark({ kind: 'recording', id: 'r', site })
    // Marks bear the time of the storage, which no test can set.
    const marked = await ports.storageTime()
    clock.set(new Date(marked.getTime() + 24 * 3_600_000).toISOString())
    const [first] = await watch()
    assert.ok(first !== undefined)
    assert.deepEqual(await watch(), [])
    await end(first)
    assert.deepEqual(await watch(), [])
    clock.advance(24 * 3_600_000)
    assert.equal((await watch()).length, 1)
  })

  async function started(): Promise<Night> {
    return (await startNight(ports, { site, startedBy: 'somebody' })).night
  }

  test('does not run two nights of a site at once; the next one makes up for it', async () => {
    const { id } = await started()
    clock.advance(3 * 24 * 3_600_000)
    assert.deepEqual(await watch(), [])
    await end(id)
    assert.deepEqual(await watch(), [`nightly-${site}-2026-11-23`])
    assert.equal((await list()).length, 2)
  })

  test('starts the orchestration of a night whose starter died', async () => {
    const { id } = await started()
    engine.states.delete(id)
    assert.deepEqual(await watch(), [])
    assert.equal(engine.states.get(id), 'running')
    assert.equal((await list()).length, 1)
  })

  for (const state of ['failed', 'terminated'] as const)
    test(`writes off a night whose orchestration has ${state}, and says so`, async () => {
      const { id } = await started()
      engine.states.set(id, state)
      await watch()
      const [night] = await list()
      assert.equal(night?.state, 'failed')
      assert.match(night?.problems[0]?.reason ?? '', new RegExp(state))
    })

  test('leaves a site alone whose policy says so', async () => {
    const { id } = await started()
    await end(id)
    const { value, version } = await ports.nights.policy(site)
    await ports.nights.savePolicy(site, { ...value, enabled: false }, version)
    clock.advance(24 * 3_600_000)
    assert.deepEqual(await watch(), [])
  })

  test('goes on with other sites when one cannot be looked after', async () => {
    const broken = { id: 'broken', name: 'broken', timeZone: 'Europe/Berlin' }
    const all = [broken, ...(await ports.rosters.listSites())]
    const { id } = await started()
    await end(id)
    clock.advance(24 * 3_600_000)
    const policy: Ports['nights']['policy'] = (asked) => (asked === 'broken' ? Promise.reject(new Error('no')) : ports.nights.policy(asked))
    const watched = await watchNights({
      ...ports,
      nights: { ...ports.nights, policy },
      rosters: { ...ports.rosters, listSites: async () => all },
    })
    assert.deepEqual(
      watched.map(({ site, error }) => [site, error instanceof Error]),
      [
        ['broken', true],
        [site, false],
      ],
    )
  })

  test('forty starts at once write one row and leave one entry of the audit chain', async () => {
    const nights = await Promise.all(Array.from({ length: 40 }, () => startNight(ports, { site, startedBy: 'somebody' })))
    assert.equal(nights.filter(({ isNew }) => isNew).length, 1)
    assert.equal(engine.states.size, 1)
    const { entries } = await ports.audit.read({ site, from: 1, limit: 100 })
    assert.deepEqual(
      entries.map(({ action }) => action),
      ['night-started'],
    )
  })

  test('a second run of a date must be asked for, and waits for the first', async () => {
    const { id } = await started()
    const again = () => startNight(ports, { site, startedBy: 'somebody', again: true })
    assert.equal((await again()).night.id, id)
    await end(id)
    assert.deepEqual([(await started()).id, (await again()).night.id], [id, `${id}-2`])
  })

  test('a date that has not come yet, and a site that nobody has set up, are refused', async () => {
    await assert.rejects(startNight(ports, { site, startedBy: 's', date: '2026-11-21' }), { code: 'input-invalid' })
    await assert.rejects(startNight(ports, { site: 'nowhere', startedBy: 's' }), { code: 'not-found' })
  })
})
