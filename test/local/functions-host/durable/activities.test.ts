import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startDurableHost } from './durable-host.ts'

const durable = await startDurableHost({ after }, 'activities')

test('a value of every JSON kind reaches an activity as it was sent, and its result comes back so', async () => {
  const numbers = [0, -1.5, 1e21, 9_007_199_254_740_991]
  const values = [...numbers, true, false, null, [], {}, [null, [1]], { a: { b: ['c', null] }, 'ключ 🏭': 'значение' }]
  assert.deepEqual(await durable.output('callEach', { name: 'echo', inputs: values }), values)
})

test('a text that reads like JSON stays a text on its way to an activity and back', async () => {
  const texts = [
    '',
    ' ',
    '123',
    '1e3',
    'true',
    'null',
    '{"a":1}',
    '[1]',
    '"quoted"',
    'line\nbreak \\ "',
    'ä 漢字 😀',
    '2026-01-02T03:04:05.000Z',
  ]
  assert.deepEqual(await durable.output('callEach', { name: 'echo', inputs: texts }), texts)
  assert.deepEqual(await durable.output('callEach', { name: 'kindOf', inputs: texts }), Array(texts.length).fill('string'))
})

test('an activity sees numbers, flags, lists and objects as such, not as texts', async () => {
  const kinds = await durable.output('callEach', { name: 'kindOf', inputs: [12, false, [1], { a: 1 }] })
  assert.deepEqual(kinds, ['number', 'boolean', 'array', 'object'])
})

test('an activity that was given the client starts another orchestration', async () => {
  const input = { id: 'another-one', input: { name: 'echo', input: 'from an activity' } }
  assert.equal(await durable.output('call', { name: 'startAnother', input }), 'another-one')
  assert.deepEqual(await durable.outputs(['another-one']), ['from an activity'])
})

test('sixty kilobytes go through an activity unharmed', async () => {
  const big = { text: 'naïve 漢 '.repeat(6_000), list: Array.from({ length: 2_000 }, (_, index) => index) }
  assert.deepEqual(await durable.output('call', { name: 'echo', input: big }), big)
})

test('an activity that returns nothing gives null', async () => {
  assert.equal(await durable.output('call', { name: 'nothing' }), null)
})

test('an activity finds the id of the orchestration that called it in its trigger metadata', async () => {
  const { instanceId, output } = await durable.run('call', { name: 'instanceOf', input: {} })
  assert.equal(output, instanceId)
})

test('what df.app.activity returns can be called in an orchestrator instead of a name', async () => {
  assert.deepEqual(await durable.output('callRegistered', { by: 'reference' }), { by: 'reference' })
})

test('an activity error that nobody catches fails the orchestration, with the names of both and the message', async () => {
  const text = await durable.failure('call', { name: 'fail', input: 'valve stuck' })
  assert.match(text, /^Orchestrator function 'call' failed: [\s\S]*Activity function 'fail' failed: [\s\S]*valve stuck/)
})

test('an orchestrator that catches an activity error goes on and sees the activity and its message', async () => {
  const [undone, message] = (await durable.output('compensate')) as [string, string]
  assert.equal(undone, 'credit')
  assert.match(message, /Activity function 'fail' failed: [\s\S]*account closed/)
})

for (const [kind, expected] of [
  ['text', /plain text/],
  ['nothing', /'throw' failed/],
  ['null', /'throw' failed/],
  ['number', /7/],
  ['object', /'throw' failed/],
] as const) {
  test(`an activity that throws no Error fails as others do: ${kind}`, async () => {
    assert.match(await durable.failure('call', { name: 'throw', input: kind }), expected)
  })
}

test('the properties of an activity error arrive as failure details when a provider names them', async () => {
  const details = {
    errorType: 'RangeError',
    errorMessage: 'too much pressure',
    properties: { limit: 12, unit: 'bar' },
    causedByRange: true,
  }
  assert.deepEqual(await durable.output('catchProperties'), details)
})

test('a call of an activity that does not exist fails the orchestration and names it', async () => {
  assert.match(await durable.failure('call', { name: 'nosuch' }), /'nosuch' doesn't exist, is disabled, or is not an activity function/)
})

test('the history tells each activity with its name, its result and its failure', async () => {
  const id = await durable.start('compensate')
  await durable.ended(id)
  const tasks = (await durable.history(id)).filter(({ EventType }) => EventType.startsWith('Task'))
  assert.deepEqual(
    tasks.map(({ EventType, FunctionName, Result }) => [EventType, FunctionName, Result]),
    [
      ['TaskCompleted', 'echo', 'debit'],
      ['TaskFailed', 'fail', undefined],
      ['TaskCompleted', 'echo', 'credit'],
    ],
  )
})
