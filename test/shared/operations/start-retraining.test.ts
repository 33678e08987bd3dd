import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { TrainingRun } from '../../../shared/domain/training-run.ts'
import { startRetraining } from '../../../shared/operations/start-retraining.ts'
import { watchRuns } from '../../../shared/operations/watch-runs.ts'
import type { Orchestrations, Ports, Trainer } from '../../../shared/ports.ts'
import { seedDataset } from '../../harness/live-retraining.ts'
import { createMailbox } from '../../harness/mailbox.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { createVirtualClock, type VirtualClock } from '../../harness/virtual-clock.ts'

const run = promisify(execFile)
const client = fileURLToPath(new URL('retraining-support/start-runs-process.ts', import.meta.url))
const person = { reason: 'person', startedBy: 'ada' } as const
const dayMs = 86_400_000

describe('starting a training run', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let clock: VirtualClock
  let started: string[]
  let cancelled: string[]
  const { mails, senders: alertSenders, empty } = createMailbox()
  let states: Record<string, 'running' | 'completed' | 'failed'>

  before(async () => {
    azurite = await startAzurite()
    clock = createVirtualClock()
    ;[started, cancelled, states] = [[], [], {}]
    const orchestrations: Orchestrations = {
      start: async (_, id) => {
        started.push(id)
        states[id] = 'running'
      },
      wake: async () => {},
      status: async (id) => (states[id] === undefined ? undefined : { state: states[id], custom: undefined, output: undefined }),
    }
    const trainer = { cancel: async (id: string) => void cancelled.push(id) } as unknown as Trainer
    ports = await createTestApp(azurite.connectionString, { clock: clock.now, orchestrations, trainer, alertSenders })
  })
  after(() => azurite.close())

  /** Only this site is looked after. */
  const watch = async (site: string) => {
    const rosters = { ...ports.rosters, listSites: async () => [{ id: site, name: site, timeZone: 'Europe/Berlin' }] }
    const [watched] = await watchRuns({ ...ports, rosters })
    if (watched?.error !== undefined) throw watched.error
    return watched!
  }
  const change = async (site: string, id: string, more: Partial<TrainingRun>) => {
    const found = (await ports.runs.find(site, id))!
    await ports.runs.save({ ...found.value, ...more }, found.version)
  }

  test('forty times at once from two processes starts one', async () => {
    const dataset = await seedDataset(ports, azurite.connectionString, 'forty')
    const clients = [1, 2].map(() => run(process.execPath, [client, azurite.connectionString, 'forty', '20']))
    const answered = (await Promise.all(clients)).flatMap(({ stdout }) => stdout.trim().split('\n'))
    assert.equal(answered.length, 40)
    assert.deepEqual([...new Set(answered)], [`train-${dataset}`])
    assert.equal((await ports.runs.list({ sites: ['forty'], limit: 10 })).items.length, 1)
  })

  test('again gives another attempt once the one before is over, and is refused until then', async () => {
    const dataset = await seedDataset(ports, azurite.connectionString, 'again')
    const first = await startRetraining(ports, { site: 'again', dataset, ...person })
    await assert.rejects(startRetraining(ports, { site: 'again', again: true, ...person }), { code: 'run-active' })
    await change('again', first.id, { state: 'failed' })
    assert.equal((await startRetraining(ports, { site: 'again', ...person })).id, first.id)
    const second = await startRetraining(ports, { site: 'again', again: true, ...person, commit: 'abc123' })
    assert.deepEqual([second.id, second.number, second.attempt, second.commit], [`train-${dataset}-2`, 2, 2, 'abc123'])
  })

  test('on a dataset that the site does not have, or with a commit that is none, is refused', async () => {
    await seedDataset(ports, azurite.connectionString, 'refusals')
    const ask = (more: object) => startRetraining(ports, { site: 'refusals', ...person, ...more })
    await assert.rejects(ask({ dataset: 'ds-0000000000000000' }), { code: 'not-found' })
    await assert.rejects(ask({ site: 'empty' }), { code: 'not-found' })
    await assert.rejects(ask({ commit: 'x; rm -rf /' }), { code: 'input-invalid' })
  })

  test('that was lost between row and engine is made up for by the timer', async () => {
    await seedDataset(ports, azurite.connectionString, 'lost')
    const orchestrations = { ...ports.orchestrations, start: () => Promise.reject(new Error('killed')) }
    await assert.rejects(startRetraining({ ...ports, orchestrations }, { site: 'lost', ...person }), /killed/)
    const [{ id } = { id: '' }] = (await ports.runs.list({ sites: ['lost'], limit: 1 })).items
    await watch('lost')
    assert.ok(started.includes(id))
    started.length = 0
    await watch('lost')
    assert.deepEqual(started, [])
  })

  test('whose orchestration is no more is ended by the timer, and its job with it', async () => {
    await seedDataset(ports, azurite.connectionString, 'ended')
    const { id } = await startRetraining(ports, { site: 'ended', ...person })
    await change('ended', id, { state: 'running' })
    states[id] = 'failed'
    assert.deepEqual((await watch('ended')).ended, [id])
    assert.deepEqual(cancelled, [id])
    const { state, problem } = (await ports.runs.find('ended', id))!.value
    assert.deepEqual([state, problem], ['failed', 'Its orchestration has failed without a result.'])
  })

  test('that came to nothing is told by e-mail once to those who want to know', async () => {
    const site = 'told'
    await ports.rosters.saveSite({ id: site, name: 'Plant 7', timeZone: 'Europe/Berlin' })
    const person7 = { site, routes: [], quietHours: [], enabled: true }
    for (const topic of ['training', 'approvals'] as const)
      await ports.rosters.saveRecipient({ ...person7, id: topic, name: topic, email: `${topic}@example.com`, topics: [topic] })
    await seedDataset(ports, azurite.connectionString, site)
    const { id } = await startRetraining(ports, { site, ...person })
    const endedAt = clock.now().toISOString()
    await change(site, id, { state: 'failed', endedAt, problem: 'The job failed: see http://evil.example/x.' })
    empty()
    for (let look = 0; look < 3; look++) await watch(site)
    assert.deepEqual(
      mails.map(({ to, subject }) => [to, subject]),
      [['training@example.com', '[TRAINING] Run 1 at Plant 7 failed']],
    )
    assert.match(mails[0]!.text, /The job failed: see http: evil\. example\/x\.[\s\S]+http:\/\/127\.0\.0\.1:7071\/runs\/train-ds-/)
  })

  test('happens by itself when the policy says so: enough new frames, and not too soon', async () => {
    const site = 'policy'
    const dataset = await seedDataset(ports, azurite.connectionString, site, { recordings: 12 })
    const { value, version } = await ports.runs.policy(site)
    assert.equal((await watch(site)).started, undefined)
    await ports.runs.savePolicy(site, { ...value, newFrames: 10, leastDays: 2, largestShare: 1 }, version)
    const first = await watch(site)
    assert.equal(first.started, `train-${dataset}`)
    assert.equal((await ports.runs.find(site, first.started!))!.value.reason, 'policy')
    assert.equal((await watch(site)).started, undefined)

    await change(site, first.started!, { state: 'completed' })
    const next = await seedDataset(ports, azurite.connectionString, site, { recordings: 24 })
    assert.equal((await watch(site)).started, undefined)
    clock.advance(2 * dayMs)
    assert.equal((await watch(site)).started, `train-${next}`)
  })

  test('does not happen for a handful of new frames', async () => {
    const site = 'handful'
    await seedDataset(ports, azurite.connectionString, site, { recordings: 12 })
    const { value, version } = await ports.runs.policy(site)
    await ports.runs.savePolicy(site, { ...value, newFrames: 1000, leastDays: 0 }, version)
    assert.equal((await watch(site)).started, undefined)
  })

  test('does not happen by itself while one person alone says what a label is; a person may start it', async () => {
    const site = 'skewed'
    const dataset = await seedDataset(ports, azurite.connectionString, site, { recordings: 60 })
    const { value, version } = await ports.runs.policy(site)
    await ports.runs.savePolicy(site, { ...value, newFrames: 10, leastDays: 0 }, version)
    const verdict = { kind: 'verdict', seq: 1, at: '2026-03-01T12:00:00.000Z', who: 'eve', name: 'Eve', verdict: 'rejected', boxes: [] }
    const incidents = { ...ports.incidents, entries: async () => [verdict] } as unknown as Ports['incidents']
    const skewed = { ...ports, incidents }
    const rosters = { ...ports.rosters, listSites: async () => [{ id: site, name: site, timeZone: 'Europe/Berlin' }] }
    for (let look = 0; look < 2; look++) assert.deepEqual(await watchRuns({ ...skewed, rosters }), [{ site, ended: [] }])
    const { entries } = await ports.audit.read({ site, from: 1, limit: 100 })
    const stops = entries.filter(({ action }) => action === 'training-stopped')
    assert.equal(stops.length, 1)
    assert.equal(stops[0]?.subject, `dataset/${dataset}`)
    assert.match(String(stops[0]?.detail['reason']), /One person gave 100 % of the \d+ new answers about “bottle”/)
    assert.equal((await startRetraining(skewed, { site, ...person })).id, `train-${dataset}`)
  })
})
