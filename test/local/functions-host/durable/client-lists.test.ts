import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Status, startDurableHost } from './durable-host.ts'

const durable = await startDurableHost({ after }, 'client-api')
const hour = 3_600_000
const ids = Array.from({ length: 230 }, (_, index) => `list-${String(index).padStart(3, '0')}`)
const list = async (query: string, token?: string) => {
  const headers = new Headers(token === undefined ? [] : [['x-ms-continuation-token', token]])
  const answer = await fetch(`${durable.host.url}/runtime/webhooks/durabletask/instances${query}`, { headers })
  assert.equal(answer.status, 200)
  return { found: (await answer.json()) as Status[], next: answer.headers.get('x-ms-continuation-token') || undefined }
}

before(async () => {
  for (let from = 0; from < ids.length; from += 20) {
    await Promise.all(ids.slice(from, from + 20).map((id) => durable.manage('POST', `orchestrators/instant/${id}`, { id })))
  }
  await durable.start('waits', 'w', 'open-one')
  await durable.until('open-one', ({ customStatus }) => customStatus === 'waiting')
  await durable.start('fails', 'luck', 'failed-one')
  await durable.outputs([...ids, 'failed-one'])
})

test('the client lists every instance, however many pages that takes', async () => {
  const all = await durable.client<Status[]>('getStatusAll')
  assert.deepEqual(all.map(({ instanceId }) => instanceId).sort(), [...ids, 'failed-one', 'open-one'].sort())
})

test('a page holds as many as asked for, and its token leads to the next one, without gap or repetition', async () => {
  const seen: string[] = []
  let token: string | undefined
  do {
    const { found, next } = await list('?top=50', token)
    assert.ok(found.length <= 50)
    seen.push(...found.map(({ instanceId }) => instanceId))
    token = next
  } while (token !== undefined)
  assert.deepEqual(seen.sort(), [...ids, 'failed-one', 'open-one'].sort())
})

test('instances are listed by state', async () => {
  const by = async (...runtimeStatus: string[]) =>
    (await durable.client<Status[]>('getStatusBy', { runtimeStatus })).map(({ instanceId }) => instanceId).sort()
  assert.deepEqual(await by('Failed'), ['failed-one'])
  assert.deepEqual(await by('Running', 'Failed'), ['failed-one', 'open-one'])
  assert.deepEqual(await by('Terminated'), [])
  assert.equal((await by('Completed')).length, ids.length)
})

test('instances are listed by the time of their creation', async () => {
  const count = async (filter: object) => (await durable.client<Status[]>('getStatusBy', filter)).length
  const at = (offset: number) => new Date(Date.now() + offset)
  assert.equal(await count({ createdTimeFrom: at(-hour), createdTimeTo: at(hour) }), ids.length + 2)
  assert.equal(await count({ createdTimeFrom: at(hour) }), 0)
  assert.equal(await count({ createdTimeTo: at(-hour) }), 0)
  assert.equal(await count({ createdTimeFrom: at(-hour), runtimeStatus: ['Failed'] }), 1)
})

test('instances are listed by the beginning of their ids', async () => {
  const { found } = await list('?instanceIdPrefix=list-00')
  assert.deepEqual(found.map(({ instanceId }) => instanceId).sort(), ids.slice(0, 10))
})

test('a list shows inputs when asked for', async () => {
  const { found } = await list('?instanceIdPrefix=list-001&showInput=true')
  assert.deepEqual(
    found.map(({ input, output, runtimeStatus }) => [input, output, runtimeStatus]),
    [[{ id: 'list-001' }, { id: 'list-001' }, 'Completed']],
  )
  assert.equal((await list('?instanceIdPrefix=list-001&showInput=false')).found[0]?.input ?? null, null)
})
