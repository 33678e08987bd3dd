import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startDurableHost } from './durable-host.ts'

const durable = await startDurableHost({ after }, 'sub-orchestrations')

interface Self {
  input: unknown
  instanceId: string
  parentInstanceId: string
}

test('a sub-orchestration gives its output to its parent and knows the id of that parent', async () => {
  const { instanceId, output } = await durable.run('callSelf', { input: { any: ['json'] } })
  const child = output as Self
  assert.deepEqual(child.input, { any: ['json'] })
  assert.equal(child.parentInstanceId, instanceId)
  assert.notEqual(child.instanceId, instanceId)
})

test('an orchestration that a client started has no parent', async () => {
  const output = (await durable.output('self', 1)) as Partial<Self>
  assert.equal(output.parentInstanceId ?? null, null)
})

test('a sub-orchestration without a given id gets one of its own at every call', async () => {
  const [first, second] = (await durable.output('callTwice')) as [Self, Self]
  assert.notEqual(first.instanceId, second.instanceId)
  assert.deepEqual([first.input, second.input], [1, 2])
})

test('a sub-orchestration can be given an id, under which its status can be asked', async () => {
  const output = (await durable.output('callSelf', { input: 'mine', id: 'chosen-child' })) as Self
  assert.equal(output.instanceId, 'chosen-child')
  const { name, runtimeStatus, input } = await durable.status('chosen-child')
  assert.deepEqual([name, runtimeStatus, input], ['self', 'Completed', 'mine'])
})

test('what df.app.orchestration returns can be called in place of a name', async () => {
  assert.equal(((await durable.output('callSelfByReference')) as Self).input, 'by reference')
})

test('a sub-orchestration that fails fails its parent, with both names and the first cause', async () => {
  const text = await durable.failure('callFailing')
  assert.match(text, /'callFailing' failed: [\s\S]*'failing' failed: [\s\S]*'fail' failed: [\s\S]*deep trouble/)
})

test('a parent can catch the failure of its sub-orchestration', async () => {
  assert.match(String(await durable.output('catchFailing')), /Orchestrator function 'failing' failed: [\s\S]*deep trouble/)
})

test('a sub-orchestration with retry runs again as a whole until it succeeds', async () => {
  assert.deepEqual(await durable.output('retryFlaky', 3), { run: 3, after: 'after' })
})

test('a sub-orchestration whose attempts are used up gives its last error', async () => {
  const { message, after } = (await durable.output('retryInVain')) as { message: string; after: string }
  assert.match(message, /'failing' failed: [\s\S]*still broken/)
  assert.equal(after, 'after')
})

test('sub-orchestrations can be nested', async () => {
  assert.deepEqual(await durable.output('countDown', 3), [3, 2, 1, 'bottom'])
})

test('twenty sub-orchestrations at once end, each with an id of its own and in order', async () => {
  assert.deepEqual(await durable.output('fanOut', 20), { inputs: Array.from({ length: 20 }, (_, index) => index), ids: 20 })
})

test('a parent that is terminated leaves its sub-orchestration running to its own end', async () => {
  const parent = await durable.start('callWaiting', 'left-alone')
  await durable.until(parent, ({ runtimeStatus }) => runtimeStatus === 'Running')
  await durable.untilKnown('left-alone')
  await durable.client('terminate', parent, 'not needed')
  assert.equal((await durable.ended(parent)).runtimeStatus, 'Terminated')
  await durable.client('raiseEvent', 'left-alone', 'go', 'on')
  assert.equal((await durable.ended('left-alone')).output, 'on')
  assert.equal((await durable.status(parent)).runtimeStatus, 'Terminated')
})

test('an event for a sub-orchestration goes to its own id', async () => {
  const parent = await durable.start('callWaiting', 'listening-child')
  await durable.untilKnown('listening-child')
  await durable.client('raiseEvent', 'listening-child', 'go', 'heard')
  assert.equal((await durable.ended(parent)).output, 'heard')
})

test('a sub-orchestration that continues as new answers its parent once, at its real end', async () => {
  assert.equal(await durable.output('callGenerations'), 'third generation')
})

test('a sub-orchestration may not have the id of its parent', async () => {
  assert.match(await durable.failure('callItself'), /must be different than the instance ID of a parent/)
})

test('a call of an orchestration that does not exist fails the caller and names it', async () => {
  assert.match(await durable.failure('callNobody'), /'nobody' doesn't exist, is disabled, or is not an orchestrator function/)
})
