import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startDurableHost } from './durable-host.ts'

// As the six and three days of Azure, only shorter.
const durable = await startDurableHost({ after }, 'timers', {
  AzureFunctionsJobHost__extensions__durableTask__maximumShortTimerDuration: '00:00:00.060',
  AzureFunctionsJobHost__extensions__durableTask__longRunningTimerIntervalDuration: '00:00:00.030',
})

test('a timer beyond the longest one allowed is a chain of shorter ones that ends at its time', async () => {
  const id = await durable.start('sleep', 200)
  assert.equal((await durable.ended(id)).output, true)
  const history = await durable.history(id)
  const started = Date.parse(history.find(({ EventType }) => EventType === 'ExecutionStarted')?.Timestamp ?? '')
  const firstHop = Date.parse(history.find(({ EventType }) => EventType === 'TimerCreated')?.FireAt ?? '')
  assert.equal(firstHop - started, 30)
})

test('what follows a chain of timers goes on as usual, inside Task.all too', async () => {
  const [first, second] = (await durable.output('sleepTwice', 150)) as [string, string]
  assert.deepEqual([first, second], ['recorded', 'recorded'])
})

test('a chain of timers can lose a race and be cancelled', async () => {
  const id = await durable.start('deadline', 3_600_000)
  await durable.client('raiseEvent', id, 'approval', 'yes')
  const { output } = await durable.ended(id)
  assert.deepEqual(output, { outcome: 'yes', isCanceled: true, after: 'recorded' })
})

test('a chain of timers can win a race', async () => {
  assert.deepEqual(await durable.output('deadline', 130), { outcome: 'late', isCanceled: false })
})
