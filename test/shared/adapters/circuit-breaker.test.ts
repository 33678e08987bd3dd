import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { type CircuitBreaker, createCircuitBreaker } from '../../../shared/adapters/circuit-breaker.ts'
import { createVirtualClock, type VirtualClock } from '../../harness/virtual-clock.ts'

describe('a circuit breaker', () => {
  let clock: VirtualClock
  let breaker: CircuitBreaker
  beforeEach(() => {
    clock = createVirtualClock()
    breaker = createCircuitBreaker(clock.now, 1000)
  })
  const fail = (times: number) => {
    for (let time = 0; time < times; time++) breaker.failed()
  }

  it('lets calls through until twenty have failed in a row', async () => {
    fail(19)
    assert.equal(await breaker.admits(), true)
    breaker.succeeded()
    fail(19)
    assert.equal(await breaker.admits(), true)
    fail(1)
    assert.equal(await breaker.admits(), false)
  })

  it('lets one call through after each pause, and all when that one succeeded', async () => {
    fail(20)
    clock.advance(999)
    assert.equal(await breaker.admits(), false)
    clock.advance(1)
    assert.equal(await breaker.admits(), true)
    breaker.failed()
    assert.equal(await breaker.admits(), false)
    clock.advance(1000)
    assert.equal(await breaker.admits(), true)
    breaker.succeeded()
    assert.deepEqual(await Promise.all([breaker.admits(), breaker.admits()]), [true, true])
  })

  for (const [outcome, isAdmitted] of [
    ['succeeded', true],
    ['failed', false],
  ] as const)
    it(`lets those who ask while one finds out wait, and answers ${isAdmitted} when it ${outcome}`, async () => {
      fail(20)
      clock.advance(1000)
      assert.equal(await breaker.admits(), true)
      const waiting = Promise.all([breaker.admits(), breaker.admits()])
      breaker[outcome]()
      assert.deepEqual(await waiting, [isAdmitted, isAdmitted])
    })
})
