import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { hasEnded, type Status, startDurableHost } from './durable-host.ts'

const durable = await startDurableHost({ after }, 'load')
const numbers = Array.from({ length: 300 }, (_, index) => index)

test('three hundred orchestrations at once all end rightly', async () => {
  const ids = await Promise.all(numbers.map((number) => startOverHttp('work', number)))
  assert.deepEqual(
    await durable.outputs(ids),
    numbers.map((number) => number * 8),
  )
})

test('while two hundred orchestrations work without a pause, others are started, asked, woken and ended', async () => {
  const busy = await Promise.all(numbers.slice(0, 200).map(() => startOverHttp('busy', 0)))
  await durable.start('waits', undefined, 'bystander')
  assert.equal((await durable.status('bystander')).name, 'waits')
  await durable.client('raiseEvent', 'bystander', 'go', 'served')
  assert.equal((await durable.ended('bystander')).output, 'served')
  await durable.output('release')
  assert.deepEqual(await durable.outputs(busy), Array(200).fill('released'))
})

test('three hundred orchestrations that wait at once are all woken by one event each', async () => {
  const ids = await Promise.all(numbers.map(() => startOverHttp('waits', null)))
  await Promise.all(ids.map((id, index) => durable.manage('POST', `instances/${id}/raiseEvent/go`, index)))
  assert.deepEqual(await durable.outputs(ids), numbers)
})

async function startOverHttp(name: string, input: unknown): Promise<string> {
  const answer = await durable.manage('POST', `orchestrators/${name}`, input)
  assert.equal(answer.status, 202)
  return ((await answer.json()) as { id: string }).id
}

test('nothing is left running', async () => {
  const all = await durable.client<Status[]>('getStatusAll')
  assert.ok(all.length > 800 && all.every(hasEnded))
})
