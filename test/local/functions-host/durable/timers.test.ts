import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startDurableHost } from './durable-host.ts'

const durable = await startDurableHost({ after }, 'timers')

const timesOf = async (id: string, type: string) =>
  (await durable.history(id)).filter(({ EventType }) => EventType === type).map(({ FireAt }) => new Date(FireAt ?? '').toISOString())

test('an orchestration that waits for a timer never goes on before its time', async () => {
  assert.equal(await durable.output('sleep', 30), true)
})

test('a timer of a past time fires at once', async () => {
  assert.equal(await durable.output('sleep', -86_400_000), true)
})

test('timers fire in the order of their times, whatever the order of the calls', async () => {
  const id = await durable.start('order')
  const { output } = await durable.ended(id)
  assert.deepEqual(await timesOf(id, 'TimerFired'), output)
})

test('a deadline that passes wins the race against an event that does not come', async () => {
  assert.deepEqual(await durable.output('deadline', 20), { outcome: 'late', isCanceled: false })
})

test('an event in time wins, and the cancelled timer neither fires nor keeps the orchestration open', async () => {
  const id = await durable.start('deadline', 3_600_000)
  await durable.client('raiseEvent', id, 'approval', 'yes')
  const { output, runtimeStatus } = await durable.ended(id)
  assert.equal(runtimeStatus, 'Completed')
  assert.deepEqual(output, { outcome: 'yes', isCanceled: true, after: 'recorded' })
  assert.deepEqual(await timesOf(id, 'TimerFired'), [])
})

test('time moves on from one timer to the next', async () => {
  const ticks = (await durable.output('ticks')) as number[]
  assert.equal(ticks.length, 5)
  assert.ok(
    ticks.every((tick, index) => index === 0 || tick - ticks[index - 1]! >= 3),
    ticks.join(),
  )
})

test('a timer that has fired cannot be cancelled', async () => {
  assert.match(await durable.failure('cancelFired'), /Cannot cancel a completed task/)
})

test('timers of many days, longer than one hop of the framework, are waited for and can be cancelled', async () => {
  const id = await durable.start('sleepForDays')
  await durable.until(id, ({ customStatus }) => customStatus === 'asleep')
  await durable.client('raiseEvent', id, 'wake', 'early')
  const { output } = await durable.ended(id)
  assert.equal(output, 'early')
  assert.deepEqual(await timesOf(id, 'TimerFired'), [])
})
