import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Status, startDurableHost } from './durable-host.ts'

const durable = await startDurableHost({ after }, 'locks')
const isHolding = ({ customStatus }: Status) => customStatus === 'holding'

test('of many orchestrations that lock one entity only one is in its critical section at a time', async () => {
  assert.deepEqual(await durable.output('contend', { key: 'shared', count: 10 }), { balance: 10, mostInside: 1 })
})

test('locks of several entities are taken in one order, so that opposite wishes never block each other', async () => {
  const output = await durable.output('transferBothWays')
  assert.deepEqual(output, { owned: Array(8).fill(['left', 'right']), balances: [-8, 8] })
})

test('a released lock is no longer held', async () => {
  assert.equal(await durable.output('addSafely', 'alone'), false)
  assert.equal(await durable.output('balance', 'alone'), 1)
})

for (const [rule, deed, expected] of [
  [
    'callUnlocked',
    'calling another entity',
    /Cannot call an entity from within a critical section unless it is one of the locked entities/,
  ],
  [
    'signalLocked',
    'signalling the locked entity',
    /Cannot signal an entity from within a critical section if the entity is one of the locked/,
  ],
  ['subOrchestration', 'calling a sub-orchestration', /Cannot invoke sub-orchestrations from within a critical section/],
  ['nested', 'taking another lock', /Cannot acquire more locks when already holding some locks/],
  ['parallel', 'calling the locked entity twice at once', /Cannot call the same entity multiple times in parallel/],
] as const) {
  test(`${deed} within a critical section is refused, and the orchestration can go on`, async () => {
    const { message, isUsable } = (await durable.output('breakRule', rule)) as { message: string; isUsable: boolean }
    assert.match(message, expected)
    assert.equal(isUsable, true)
  })
}

test('calls and signals of others wait until the lock is released', async () => {
  const holder = await durable.start('holdUntil', 'held')
  await durable.until(holder, isHolding)
  await durable.client('signalEntity', { name: 'account', key: 'held' }, 'add', 100)
  const other = await durable.start('balance', 'held')
  await durable.until(other, ({ runtimeStatus }) => runtimeStatus === 'Running')
  await durable.client('raiseEvent', holder, 'go', 7)
  assert.equal((await durable.ended(holder)).output, 0)
  assert.equal((await durable.ended(other)).output, 107)
})

test('a lock that an orchestration forgets is free when it ends, well or not', async () => {
  assert.equal(await durable.output('forgetToRelease', false), true)
  assert.match(await durable.failure('forgetToRelease', true), /in the critical section/)
  assert.equal(await durable.output('balance', 'forgotten'), 0)
})

test('a lock of an orchestration that is terminated is free', async () => {
  const holder = await durable.start('holdUntil', 'terminated')
  await durable.until(holder, isHolding)
  await durable.client('terminate', holder, 'no more')
  await durable.output('addSafely', 'terminated')
  assert.equal(await durable.output('balance', 'terminated'), 1)
})

test('an orchestration that is terminated while it waits for a lock does not get it', async () => {
  const holder = await durable.start('holdUntil', 'queue')
  await durable.until(holder, isHolding)
  const waiting = await durable.start('holdUntil', 'queue')
  await durable.until(waiting, ({ runtimeStatus }) => runtimeStatus === 'Running')
  await durable.client('terminate', waiting, 'tired of waiting')
  await durable.ended(waiting)
  await durable.client('raiseEvent', holder, 'go', 1)
  await durable.ended(holder)
  await durable.output('addSafely', 'queue')
  assert.equal(await durable.output('balance', 'queue'), 2)
})
