import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startDurableHost } from './durable-host.ts'

const durable = await startDurableHost({ after }, 'retries')

/** How long the orchestration was told to wait after each failure: from the time it saw the failure to the timer's. */
async function waits(id: string): Promise<number[]> {
  const history = await durable.history(id)
  return history.filter(({ EventType }) => EventType === 'TimerFired').map(({ FireAt }) => Date.parse(FireAt ?? ''))
}

test('an activity that succeeds at its third attempt gives its result, and is not called a fourth time', async () => {
  const output = await durable.output('tryOften', { retry: { first: 1, max: 5 }, succeedsAt: 3 })
  assert.deepEqual(output, { outcome: 3, attempts: 3 })
})

test('when every attempt fails the error of the last one surfaces, after exactly so many attempts', async () => {
  const { outcome, attempts } = (await durable.output('tryOften', { retry: { first: 1, max: 3 }, succeedsAt: 9 })) as Record<
    string,
    unknown
  >
  assert.match(String(outcome), /Activity function 'flaky' failed: [\s\S]*attempt 3/)
  assert.equal(attempts, 3)
})

test('one attempt at most means that nothing is tried again', async () => {
  const { outcome, attempts } = (await durable.output('tryOften', { retry: { first: 1, max: 1 }, succeedsAt: 9 })) as Record<
    string,
    unknown
  >
  assert.match(String(outcome), /attempt 1/)
  assert.equal(attempts, 1)
})

test('an activity whose attempts are used up fails an orchestration that does not catch it', async () => {
  assert.match(await durable.failure('tryUncaught', { succeedsAt: 9 }), /'tryUncaught' failed: [\s\S]*'flaky' failed: [\s\S]*attempt 2/)
})

test('what is thrown without being an error is tried again too', async () => {
  const output = await durable.output('tryOften', { retry: { first: 1, max: 3 }, succeedsAt: 2, thrown: 'a text' })
  assert.deepEqual(output, { outcome: 2, attempts: 2 })
})

test('each wait before an attempt is the one before it times the coefficient', async () => {
  const id = await durable.start('tryOften', { retry: { first: 20, max: 4, coefficient: 3 }, succeedsAt: 4 })
  assert.deepEqual((await durable.ended(id)).output, { outcome: 4, attempts: 4 })
  const [first = 0, second = 0, third = 0] = await waits(id)
  assert.ok(second - first >= 60, `the second wait is three times the first: ${second - first}`)
  assert.ok(third - second >= 180, `the third wait is nine times the first: ${third - second}`)
})

test('no wait is longer than the longest allowed', async () => {
  const retry = { first: 10, max: 5, coefficient: 1_000_000, maxInterval: 15 }
  assert.deepEqual(await durable.output('tryOften', { retry, succeedsAt: 5 }), { outcome: 5, attempts: 5 })
})

test('after the time for retries nothing is tried again, though attempts are left', async () => {
  const retry = { first: 30, max: 60, timeout: 100 }
  const { outcome, attempts } = (await durable.output('tryOften', { retry, succeedsAt: 60 })) as { outcome: string; attempts: number }
  assert.match(outcome, /Activity function 'flaky' failed/)
  // At 0, 30, 60 and 90 ms and once more, fewer on a busy machine.
  assert.ok(attempts >= 1 && attempts <= 5, String(attempts))
})

test('an activity that is tried again inside Task.all leaves its neighbours alone', async () => {
  assert.deepEqual(await durable.output('tryBeside'), [['second', 'beside'], 'after'])
})

test('an activity that waits for its next attempt can lose a race', async () => {
  assert.equal(await durable.output('tryAgainstTimer'), 'timer')
})

test('retry options without a positive first wait are refused by the library before anything runs', async () => {
  const { outcome, attempts } = (await durable.output('tryOften', { retry: { first: 0, max: 3 }, succeedsAt: 2 })) as Record<
    string,
    unknown
  >
  assert.match(String(outcome), /firstRetryIntervalInMilliseconds value must be greater than 0/)
  assert.equal(attempts, 0)
})

test('several activities that are tried again at the same time each end after their own number of attempts', async () => {
  for (let round = 0; round < 3; round++) {
    assert.deepEqual(await durable.output('tryManyAtOnce'), ['first', 1, 5, 2, 4, 3, 1, 2, 'last'])
  }
})

test('several sub-orchestrations that are tried again at the same time end alike', async () => {
  assert.deepEqual(await durable.output('tryInTwoLines'), [[3, 3, 3], 'after'])
})
