import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type TokenBucket, takeToken } from '../../../shared/domain/token-bucket.ts'

const limit = { perMinute: 60, burst: 3 }

/** Takes at each of these times, and answers the waits. */
function takeAt(...times: readonly number[]): number[] {
  let bucket: TokenBucket | undefined
  return times.map((atMs) => {
    const taken = takeToken(bucket, limit, atMs)
    bucket = taken.bucket
    return taken.waitMs
  })
}

describe('a token bucket', () => {
  it('gives its burst at once, and then as much as comes back', () => {
    assert.deepEqual(takeAt(0, 0, 0, 0, 400, 1000, 1000), [0, 0, 0, 1000, 600, 0, 1000])
  })

  it('never holds more than its burst', () => {
    assert.deepEqual(takeAt(0, 3_600_000, 3_600_000, 3_600_000, 3_600_000), [0, 0, 0, 0, 1000])
  })

  it('neither gives nor takes when the clock is set back', () => {
    assert.deepEqual(takeAt(10_000, 10_000, 5000, 5000, 6000), [0, 0, 0, 1000, 0])
  })
})
