import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startDurableHost } from './durable-host.ts'

const durable = await startDurableHost({ after }, 'events')
const raise = (id: string, name: string, data: unknown) => durable.client('raiseEvent', id, name, data)
const isWaiting = ({ customStatus }: { customStatus: unknown }) => customStatus === 'waiting'

test('an event that comes while the orchestration waits wakes it', async () => {
  const id = await durable.start('waitFor', 'data')
  await durable.until(id, isWaiting)
  await raise(id, 'data', { by: 'Ada' })
  assert.deepEqual((await durable.ended(id)).output, { by: 'Ada' })
})

test('events that came before anybody waited are kept and given in the order in which they came', async () => {
  const id = await durable.start('waitAfterGo')
  for (const data of [1, 2, 3]) await raise(id, 'data', data)
  await raise(id, 'go', null)
  assert.deepEqual((await durable.ended(id)).output, [1, 2, 3])
})

test('of two open waits of one name the newest is served first', async () => {
  const id = await durable.start('waitTwiceAtOnce')
  await durable.until(id, isWaiting)
  await raise(id, 'data', 1)
  await raise(id, 'data', 2)
  assert.deepEqual((await durable.ended(id)).output, [2, 1])
})

test('an event of another name or another case leaves the wait open', async () => {
  const id = await durable.start('waitFor', 'data')
  await durable.until(id, isWaiting)
  await raise(id, 'other', 'wrong name')
  await raise(id, 'data', 'right')
  assert.equal((await durable.ended(id)).output, 'right')
  const shouted = await durable.start('waitFor', 'data')
  await raise(shouted, 'DATA', 'wrong case')
  await raise(shouted, 'data', 'right case')
  assert.equal((await durable.ended(shouted)).output, 'right case')
})

test('an event carries a value of every JSON kind', async () => {
  const values = [
    0,
    -2.5,
    '',
    'text',
    '12',
    'null',
    '{"a":1}',
    true,
    false,
    null,
    [],
    [1, [2]],
    {},
    { ключ: 'знач 🏭' },
    'x'.repeat(50_000),
  ]
  const id = await durable.start('collect', values.length)
  for (const value of values) await raise(id, 'item', value)
  assert.deepEqual((await durable.ended(id)).output, values)
})

test('fifty events in a burst all arrive, in order', async () => {
  const numbers = Array.from({ length: 50 }, (_, index) => index)
  const id = await durable.start('collect', numbers.length)
  for (const number of numbers) await raise(id, 'item', number)
  assert.deepEqual((await durable.ended(id)).output, numbers)
})

test('the first of several events that are waited for decides', async () => {
  const id = await durable.start('firstOfThree')
  await raise(id, 'green', 'go')
  assert.deepEqual((await durable.ended(id)).output, { name: 'green', data: 'go' })
})

test('all of several events can be waited for, and they may come in any order', async () => {
  const id = await durable.start('allOfThree')
  for (const name of ['building', 'city', 'fire']) await raise(id, name, `${name} agrees`)
  assert.deepEqual((await durable.ended(id)).output, ['city agrees', 'fire agrees', 'building agrees'])
})

test('an event for an instance that has ended is gone over HTTP and ignored by the client', async () => {
  const id = await durable.start('collect', 0)
  await durable.ended(id)
  assert.equal((await durable.manage('POST', `instances/${id}/raiseEvent/item`, 1)).status, 410)
  await raise(id, 'item', 1)
  assert.deepEqual((await durable.status(id)).output, [])
})

test('an event for an instance that never was is not found', async () => {
  assert.equal((await durable.manage('POST', 'instances/nobody/raiseEvent/item', 1)).status, 404)
  await assert.rejects(raise('nobody', 'item', 1), /No instance with ID 'nobody' found/)
})

test('an event must be JSON and say so', async () => {
  const id = await durable.start('waitFor', 'data')
  const url = `${durable.host.url}/runtime/webhooks/durabletask/instances/${id}/raiseEvent/data`
  const post = (type: string, body: string) => fetch(url, { method: 'POST', headers: { 'content-type': type }, body })
  assert.equal((await post('text/plain', '1')).status, 400)
  assert.equal((await post('application/json', '{"a":')).status, 400)
  assert.equal((await post('application/json; charset=utf-8', '[1]')).status, 202)
  assert.deepEqual((await durable.ended(id)).output, [1])
})
