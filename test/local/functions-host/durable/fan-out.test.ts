import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startDurableHost } from './durable-host.ts'

const durable = await startDurableHost({ after }, 'fan-out', {
  LIMIT: '3',
  AzureFunctionsJobHost__extensions__durableTask__maxConcurrentActivityFunctions: '3',
})

test('as many activities run at once as host.json allows, and never more', async () => {
  const indexes = Array.from({ length: 12 }, (_, index) => index)
  assert.deepEqual(await durable.output('crowds'), { indexes, peak: 3 })
})

test('a hundred activities of one Task.all give their results in the order of the calls', async () => {
  assert.equal(await durable.output('squares', 100), 328_350)
})

test('Task.all waits for activities, timers and sub-orchestrations alike', async () => {
  assert.deepEqual(await durable.output('inOrder'), [true, 9, 5])
})

test('Task.all throws the error of the one that failed, and the orchestration goes on after it is caught', async () => {
  const { message, after } = (await durable.output('oneFails')) as { message: string; after: number }
  assert.match(message, /Activity function 'fail' failed: [\s\S]*the second/)
  assert.equal(after, 25)
})

test('of several failures in one Task.all the first one fails the orchestration', async () => {
  assert.match(await durable.failure('allFail'), /Orchestrator function 'allFail' failed: [\s\S]*(one|two)/)
})

test('Task.any gives the task that ended first, and the others do not keep the orchestration open', async () => {
  assert.deepEqual(await durable.output('race'), { isFast: true, result: 49, slowIsOpen: true })
})

test('Task.any gives a task that failed first without throwing', async () => {
  assert.deepEqual(await durable.output('raceLostByFailure'), { isFailing: true, isFaulted: true })
})

test('Task.all and Task.any can be nested in each other', async () => {
  assert.deepEqual(await durable.output('nested'), { pairWon: true, pair: [4, 9], first: 16, inner: 25 })
})

test('a task that was yielded already gives its result again and is not run twice', async () => {
  const id = await durable.start('yieldTwice')
  assert.deepEqual((await durable.ended(id)).output, [36, 36])
  const runs = (await durable.history(id)).filter(({ EventType }) => EventType === 'TaskCompleted')
  assert.equal(runs.length, 1)
})

test('Task.all of nothing is refused with a text that says so', async () => {
  assert.match(await durable.failure('empty'), /must specify at least one Task/)
})
