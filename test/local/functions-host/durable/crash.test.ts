import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type DurableHost, dataFolder, launchDurableHost } from './durable-host.ts'

const data = dataFolder({ after })
const effects = join(data, 'effects.txt')
writeFileSync(effects, '')
const stops = ['chain-2', 'fan-3', 'fan-6', 'child-second', 'tally-3', 'tally-102', 'retry-2', 'in-lock']
const settings = { EFFECTS: effects, AzureFunctionsJobHost__extensions__durableTask__maxConcurrentActivityFunctions: '50' }
const ids = ['chain', 'fanOut', 'timer', 'event', 'parent', 'callTally', 'retries', 'locks']
let durable: DurableHost

/** How often each step began, over both lives of the host. */
const begun = (step: string) =>
  readFileSync(effects, 'utf8')
    .split('\n')
    .filter((line) => line === step).length

before(async () => {
  const first = await launchDurableHost('crash', data, { ...settings, STOP_AT: stops.join() })
  for (const id of ids) await first.start(id, null, id)
  for (const number of [101, 102, 103, 104]) await first.client('signalEntity', { name: 'tally', key: 'signalled' }, 'add', number)
  await Promise.all(stops.map((stop) => first.host.line(new RegExp(`stopped at ${stop}$`))))
  await first.until('timer', ({ customStatus }) => customStatus === 'waiting')
  await first.until('event', ({ customStatus }) => customStatus === 'waiting')
  await first.client('raiseEvent', 'event', 'first', 1)
  await first.until('event', ({ customStatus }) => customStatus === 'waiting for the second')
  await first.manage('POST', 'orchestrators/chain/accepted-last', null)
  await first.host.kill()
  durable = await launchDurableHost('crash', data, settings)
})

const outputOf = async (id: string) => (await durable.ended(id)).output

test('a chain goes on with the step that was cut off, and does not repeat those that were done', async () => {
  const steps = [0, 1, 2, 3, 4].map((step) => `chain-${step}`)
  assert.deepEqual(
    await outputOf('chain'),
    steps.map((step) => `${step} done`),
  )
})

test('a fan-out repeats only the activities that were cut off', async () => {
  const steps = [...[0, 1, 2, 3, 4, 5, 6, 7].map((index) => `fan-${index}`), 'fan-in']
  assert.deepEqual(
    await outputOf('fanOut'),
    steps.map((step) => `${step} done`),
  )
  assert.deepEqual(steps.map(begun), [1, 1, 1, 2, 1, 1, 2, 1, 1])
})

test('a timer that ran while the host was dead fires, not before its time', async () => {
  assert.deepEqual(await outputOf('timer'), ['timer-before done', true, 'timer-after done'])
  assert.deepEqual([begun('timer-before'), begun('timer-after')], [1, 1])
})

test('an event that was taken before the crash is not needed again, and the wait for the next one is still open', async () => {
  await durable.client('raiseEvent', 'event', 'second', 2)
  assert.deepEqual(await outputOf('event'), [1, 2, 'event-after done'])
})

test('a sub-orchestration goes on and answers its parent, which was not run anew', async () => {
  assert.deepEqual(await outputOf('parent'), ['parent-before done', ['child-first done', 'child-second done'], 'parent-after done'])
  assert.deepEqual([begun('parent-before'), begun('child-first'), begun('child-second')], [1, 1, 2])
})

test('a call of an entity that was cut off is made again, upon the state that was kept', async () => {
  assert.deepEqual(await outputOf('callTally'), [1, 2, 3])
})

test('signals that an entity was working on are all applied once, in order', async () => {
  assert.deepEqual(await untilSignalled(), [101, 102, 103, 104])
})

test('attempts that were counted before the crash are counted after it', async () => {
  assert.match(String(await outputOf('retries')), /not today/)
  // One failed and one cut off before the crash; the second of them anew and the third after it.
  assert.deepEqual([begun('retry-1'), begun('retry-2'), begun('retry-3')], [2, 2, 0])
})

test('a lock is still held after the crash, and released at its end', async () => {
  assert.deepEqual(await outputOf('locks'), ['in-lock done', []])
  await durable.client('signalEntity', { name: 'tally', key: 'locked' }, 'add', 200)
  await durable.start('locks', null, 'locks-again')
  assert.deepEqual(await outputOf('locks-again'), ['in-lock done', [200]])
})

test('an orchestration whose start was accepted just before the crash runs', async () => {
  assert.equal((await durable.ended('accepted-last')).runtimeStatus, 'Completed')
})

test('the histories after the crash hold each step once', async () => {
  for (const id of ids) {
    await durable.ended(id)
    const types = (await durable.history(id)).map(({ EventType }) => EventType)
    assert.equal(types.filter((type) => type === 'ExecutionStarted').length, 1, id)
    assert.equal(types.filter((type) => type === 'ExecutionCompleted').length, 1, id)
  }
  assert.equal((await durable.history('chain')).filter(({ EventType }) => EventType === 'TaskCompleted').length, 5)
})

test('a host that is killed again and again comes to the same end', async () => {
  const path = ['chain-0', 'chain-4']
  await durable.start('chain', null, 'chain-of-lives')
  await durable.ended('chain-of-lives')
  await durable.host.kill()
  for (const stop of path) {
    const life = await launchDurableHost('crash', data, { ...settings, STOP_AT: stop })
    if (stop === 'chain-0') await life.start('chain', null, 'many-lives')
    await life.host.line(new RegExp(`stopped at ${stop}$`))
    await life.host.kill()
  }
  durable = await launchDurableHost('crash', data, settings)
  assert.deepEqual(await outputOf('many-lives'), (await durable.status('chain-of-lives')).output)
})

async function untilSignalled(): Promise<unknown> {
  for (let asked = 0; asked < 2_000; asked++) {
    const { entityState } = await durable.client<{ entityState?: number[] }>('readEntityState', { name: 'tally', key: 'signalled' })
    if (entityState?.length === 4) return entityState
  }
  throw new Error('The signals were not applied.')
}
