import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startDurableHost } from './durable-host.ts'

const durable = await startDurableHost({ after }, 'lifecycle')

test('continue-as-new starts the same instance again with the new input, as often as it is asked', async () => {
  const id = await durable.start('countTo', { to: 5, sum: 0, step: 1 })
  assert.deepEqual((await durable.ended(id)).output, { sum: 15, id })
})

test('each generation has an empty history of its own', async () => {
  const id = await durable.start('countTo', { to: 4, sum: 0, step: 1 })
  await durable.ended(id)
  const types = (await durable.history(id)).map(({ EventType }) => EventType)
  assert.deepEqual(types, ['ExecutionStarted', 'TaskCompleted', 'ExecutionCompleted'])
})

test('the input shown is that of the last generation', async () => {
  const { input } = await durable.run('countTo', { to: 3, sum: 0, step: 1 })
  assert.deepEqual(input, { to: 3, sum: 3, step: 3 })
})

test('a text is carried over to the next generation as the same text', async () => {
  assert.equal(await durable.output('repeatText', '1'), '1111')
})

test('an eternal orchestration takes one event a generation until it is told to stop', async () => {
  const id = await durable.start('aggregator', 0)
  let total = 0
  for (const added of [5, 7, 30]) {
    await durable.client('raiseEvent', id, 'add', added)
    total += added
    const expected = JSON.stringify({ total })
    await durable.until(id, ({ customStatus }) => JSON.stringify(customStatus) === expected)
  }
  await durable.client('raiseEvent', id, 'add', 'stop')
  assert.equal((await durable.ended(id)).output, 42)
})

test('the custom status can be read while the orchestration runs, changes with it, and stays at the end', async () => {
  const id = await durable.start('stages')
  const { customStatus, runtimeStatus } = await durable.until(id, ({ customStatus }) => customStatus !== null)
  assert.deepEqual([customStatus, runtimeStatus], [{ stage: 1, of: ['a', 'б'] }, 'Running'])
  await durable.client('raiseEvent', id, 'next', null)
  await durable.until(id, ({ customStatus }) => customStatus === 'second stage')
  await durable.client('raiseEvent', id, 'next', null)
  const end = await durable.ended(id)
  assert.deepEqual([end.customStatus, end.output], ['second stage', 'done'])
})

test('a custom status of more than 16 KB in UTF-16 fails the orchestration; less is allowed', async () => {
  assert.equal(await durable.output('statusOf', 8_000), 'fits')
  assert.match(await durable.failure('statusOf', 8_300), /16 KB/)
})
