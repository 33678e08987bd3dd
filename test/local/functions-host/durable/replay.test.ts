import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startDurableHost } from './durable-host.ts'

const durable = await startDurableHost({ after }, 'replay')

test('a new GUID is the same at every replay, and another at every call', async () => {
  const guids = (await durable.output('guids')) as Record<string, string>
  assert.match(guids['first'] ?? '', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  assert.equal(guids['firstEchoed'], guids['first'])
  assert.equal(guids['secondEchoed'], guids['second'])
  assert.notEqual(guids['second'], guids['first'])
})

test('the current time of an orchestration is the same at every replay, and moves on with its steps', async () => {
  const { seen, echoed } = (await durable.output('times')) as { seen: string[]; echoed: string[] }
  assert.deepEqual(echoed, seen)
  assert.deepEqual([...seen].sort(), seen)
  assert.equal(new Set(seen).size, seen.length)
})

test('an orchestrator is told when it replays: each step is new just once', async () => {
  const executions = (await durable.output('replays')) as string[]
  assert.deepEqual(
    executions.filter((step) => !step.endsWith('again')),
    ['0', '1', '2'],
  )
  assert.ok(executions.includes('0 again'))
})

test('an orchestrator that changes its input sees the original again at the next replay', async () => {
  const { input, instanceId, parentInstanceId, functionName } = (await durable.output('context', { list: [1] })) as Record<string, unknown>
  assert.deepEqual(input, { list: [1, 99] })
  assert.match(String(instanceId), /^[0-9a-f]{32}$/)
  assert.deepEqual([parentInstanceId, functionName], [null, 'context'])
})

test('an orchestrator that calls another activity at its replay fails, and both names are told', async () => {
  assert.match(await durable.failure('differentActivity'), /non-?determin[\s\S]*echo|echo[\s\S]*non-?determin/i)
})

test('an orchestrator that sets a timer where it called an activity fails as non-deterministic', async () => {
  assert.match(await durable.failure('differentKind'), /non-?determin/i)
})

test('an orchestrator that leaves out a step at its replay fails as non-deterministic', async () => {
  assert.match(await durable.failure('missingStep'), /non-?determin/i)
})

test('a task that is raced twice, which Azure would run twice, is refused with a text that names it', async () => {
  assert.match(await durable.failure('taskInTwoRaces'), /'?echo'?[\s\S]*(twice|again|second|more than one)/i)
})

test('an event wait that is raced twice, which Azure would open twice, is refused with a text that names it', async () => {
  assert.match(await durable.failure('waitInTwoRaces'), /'?never'?[\s\S]*(twice|again|second|more than one)/i)
})

test('an orchestrator that yields no task is refused with a text that says what it yielded', async () => {
  assert.match(await durable.failure('yieldsNoTask'), /programming constraint violation: Orchestration yielded data of type string/)
})

test('an orchestrator that throws fails with its message, at its start as at its end', async () => {
  for (const at of ['start', 'end']) {
    assert.match(
      await durable.failure('throws', { at, kind: 'error' }),
      /^Orchestrator function 'throws' failed: [\s\S]*wrong kind of bottle/,
    )
  }
})

test('an orchestrator that throws no error fails all the same', async () => {
  assert.match(await durable.failure('throws', { at: 'end', kind: 'text' }), /Orchestrator function 'throws' failed/)
})

test('an orchestrator that returns nothing completes with null', async () => {
  assert.equal(await durable.output('nothingToDo'), null)
  assert.equal(await durable.output('returns', 'undefined'), null)
})

test('what an orchestrator returns is kept as JSON keeps it', async () => {
  assert.equal(await durable.output('returns', 'text'), '{"looks":"like JSON"}')
  assert.equal(await durable.output('returns', 'date'), '1970-01-01T00:00:00.000Z')
  assert.deepEqual(await durable.output('returns', 'map'), {})
  assert.equal(await durable.output('returns', 'nan'), null)
  assert.equal(await durable.output('returns', 'function'), null)
})

test('an orchestrator that returns what JSON cannot hold fails and says so', async () => {
  assert.match(await durable.failure('returns', 'bigint'), /BigInt/)
  assert.match(await durable.failure('returns', 'circular'), /circular/)
})
