import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as elapse } from 'node:timers/promises'
import { startDurableHost } from './durable-host.ts'

const durable = await startDurableHost({ after }, 'entities')

interface EntityState {
  entityExists: boolean
  entityState?: { value: number; log: string[] }
}

const signal = (key: string, operation: string, input?: unknown) =>
  durable.client('signalEntity', { name: 'counter', key }, operation, input)
const read = (key: string) => durable.client<EntityState>('readEntityState', { name: 'counter', key })
const steps = (...list: object[]) => durable.output('steps', list)

async function untilRead(key: string, isSo: (state: EntityState) => boolean): Promise<EntityState> {
  const deadline = AbortSignal.timeout(60_000)
  for (;;) {
    const state = await read(key)
    if (isSo(state)) return state
    if (deadline.aborted) throw new Error(`It did not come to that: ${JSON.stringify(state)}`)
    await elapse(5)
  }
}

test('a signal of a client changes the state of an entity, which the client can read', async () => {
  await signal('signalled', 'add', 5)
  await signal('signalled', 'add', 7)
  const { entityExists, entityState } = await untilRead('signalled', ({ entityState }) => entityState?.value === 12)
  assert.deepEqual([entityExists, entityState], [true, { value: 12, log: ['add 5', 'add 7'] }])
})

test('an entity that nobody signalled does not exist', async () => {
  assert.deepEqual(await read('nobody-signalled'), { entityExists: false })
  assert.equal((await durable.manage('GET', 'entities/counter/nobody-signalled')).status, 404)
})

test('an orchestration calls an entity and gets what the operation returns', async () => {
  const add = { do: 'call', key: 'called', operation: 'add', input: 3 }
  const get = { do: 'call', key: 'called', operation: 'get' }
  const [first, second, value] = (await steps(add, add, get)) as unknown[]
  assert.deepEqual([first ?? null, second ?? null, value], [null, null, 6])
})

test('signals and calls of one orchestration reach an entity in their order', async () => {
  const add = (input: number) => ({ do: 'signal', key: 'ordered', operation: 'add', input })
  const log = { do: 'call', key: 'ordered', operation: 'log' }
  assert.deepEqual(await steps(add(1), add(2), log, add(3), log), [
    ['add 1', 'add 2'],
    ['add 1', 'add 2', 'add 3'],
  ])
})

test('forty signals of a client are applied one after another, in order', async () => {
  const numbers = Array.from({ length: 40 }, (_, index) => index)
  for (const number of numbers) await signal('burst', 'addSlowly', number)
  const { entityState } = await untilRead('burst', ({ entityState }) => entityState?.log.length === 40)
  assert.deepEqual(
    entityState?.log,
    numbers.map((number) => `add ${number}`),
  )
})

test('an operation that throws is an error for its caller, and the next operation runs', async () => {
  const call = (operation: string, input?: number) => ({ do: 'call', key: 'failing', operation, input })
  const [, failed, , value] = (await steps(call('add', 1), call('fail'), call('add', 2), call('get'))) as unknown[]
  assert.deepEqual([failed, value], ['error', 3])
})

test('a signalled operation that throws does not stop the operations after it', async () => {
  await signal('failing-signal', 'add', 1)
  await signal('failing-signal', 'fail')
  await signal('failing-signal', 'add', 2)
  await untilRead('failing-signal', ({ entityState }) => entityState?.value === 3)
})

test('an operation knows the name and key of its entity and whether it is new', async () => {
  const who = { do: 'call', key: 'Ünïque Key', operation: 'who' }
  const add = { do: 'call', key: 'Ünïque Key', operation: 'add', input: 1 }
  const [first, , later] = (await steps(who, add, who)) as unknown[]
  assert.deepEqual(first, { name: 'counter', key: 'Ünïque Key', isNew: true })
  assert.deepEqual(later, { name: 'counter', key: 'Ünïque Key', isNew: false })
})

test('an entity that destructs itself is gone until the next operation', async () => {
  const call = (operation: string, input?: number) => ({ do: 'call', key: 'deleted', operation, input })
  await steps(call('add', 9), call('delete'))
  assert.deepEqual(await read('deleted'), { entityExists: false })
  assert.equal(((await steps(call('add', 2), call('get'))) as unknown[])[1], 2)
})

test('DELETE over HTTP is the operation delete', async () => {
  await signal('delete-over-http', 'add', 1)
  await untilRead('delete-over-http', ({ entityExists }) => entityExists)
  assert.equal((await durable.manage('DELETE', 'entities/counter/delete-over-http')).status, 202)
  await untilRead('delete-over-http', ({ entityExists }) => !entityExists)
})

test('a signal over HTTP carries its operation in the query and its input as JSON', async () => {
  assert.equal((await durable.manage('POST', 'entities/counter/over-http?op=add', 30)).status, 202)
  await untilRead('over-http', ({ entityState }) => entityState?.value === 30)
  const answer = await durable.manage('GET', 'entities/counter/over-http')
  assert.deepEqual([answer.status, await answer.json()], [200, { value: 30, log: ['add 30'] }])
})

test('an entity signals another one, in order', async () => {
  await signal('chain', 'forward', 10)
  const { entityState } = await untilRead('chain-next', ({ entityState }) => entityState?.value === 21)
  assert.deepEqual(entityState?.log, ['add 10', 'add 11'])
  assert.deepEqual((await read('chain')).entityState?.log, ['forward'])
})

test('names of entities know no case, keys do', async () => {
  await durable.client('signalEntity', { name: 'COUNTER', key: 'case' }, 'add', 1)
  await untilRead('case', ({ entityState }) => entityState?.value === 1)
  assert.deepEqual(await read('CASE'), { entityExists: false })
})

test('the state of an entity is a value of any JSON kind', async () => {
  const values = [7, 'text', '12', true, [1, 'two'], { deep: { ключ: null } }, 'x'.repeat(60_000)]
  const puts = values.map((input) => ({ do: 'call', name: 'box', key: 'any', operation: 'put', input }))
  assert.deepEqual(await steps(...puts), values)
})

test('entities are listed with their keys, and with their states when asked', async () => {
  await steps(...['list-a', 'list-b'].map((key) => ({ do: 'call', key, operation: 'add', input: 1 })))
  const list = async (path: string) =>
    (await (await durable.manage('GET', path)).json()) as { entityId: { name: string; key: string }; state?: { value: number } }[]
  const all = await list('entities/counter?fetchState=true')
  const listed = all.filter(({ entityId }) => entityId.key.startsWith('list-'))
  assert.deepEqual(listed.map(({ entityId, state }) => [entityId.name, entityId.key, state?.value]).sort(), [
    ['counter', 'list-a', 1],
    ['counter', 'list-b', 1],
  ])
  assert.ok((await list('entities/')).length >= all.length)
  assert.ok((await list('entities/counter')).every(({ state }) => state === undefined || state === null))
})

test('calls of many entities run at once and come back in order', async () => {
  const keys = Array.from({ length: 20 }, (_, index) => `many-${index}`)
  assert.deepEqual(await durable.output('callAtOnce', keys), Array(20).fill(1))
})

test('one entity that many orchestrations call at once loses none of their calls', async () => {
  const add = { do: 'call', key: 'popular', operation: 'addSlowly', input: 1 }
  await Promise.all(Array.from({ length: 15 }, () => steps(add, add)))
  assert.equal((await read('popular')).entityState?.value, 30)
})

test('calls of entities and activities can follow each other in any order', async () => {
  assert.deepEqual(await durable.output('callBetween'), ['before', 'after', 9])
})

test('an entity that is not registered cannot be signalled or called', async () => {
  assert.equal((await durable.manage('POST', 'entities/nobody/x?op=add', 1)).status, 400)
  assert.match(await durable.failure('callNobody'), /'nobody' doesn't exist, is disabled, or is not an entity function/)
})

test('an orchestration may not take an id that looks like that of an entity', async () => {
  const answer = await durable.manage('POST', 'orchestrators/steps/@counter@x', [])
  assert.equal(answer.status, 400)
})
