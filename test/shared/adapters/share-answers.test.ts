import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shareAnswers } from '../../../shared/adapters/share-answers.ts'
import { createVirtualClock } from '../../harness/virtual-clock.ts'

test('ten askers of one moment share one answer, and those who come within its time too', async () => {
  const clock = createVirtualClock()
  const share = shareAnswers(clock.now, 1500)
  let asked = 0
  const ask = async () => ++asked
  assert.deepEqual(await Promise.all(Array.from({ length: 10 }, () => share('gate', ask))), Array(10).fill(1))
  clock.advance(1499)
  assert.equal(await share('gate', ask), 1)
  assert.equal(await share('dock', ask), 2)
  clock.advance(1)
  assert.equal(await share('gate', ask), 3)
})

test('an answer that takes long is waited for, however long, and its time begins when it is there', async () => {
  const clock = createVirtualClock()
  const share = shareAnswers(clock.now, 1500)
  const slow = Promise.withResolvers<string>()
  const first = share('gate', () => slow.promise)
  clock.advance(60_000)
  const second = share('gate', async () => 'asked again')
  slow.resolve('here')
  assert.deepEqual(await Promise.all([first, second]), ['here', 'here'])
})

test('a failure is shared as well: a device that is away is not asked ten times either', async () => {
  const clock = createVirtualClock()
  const share = shareAnswers(clock.now, 1500)
  let asked = 0
  const ask = async () => {
    asked++
    throw new Error('away')
  }
  await assert.rejects(share('gate', ask), /away/)
  await assert.rejects(share('gate', ask), /away/)
  assert.equal(asked, 1)
})
