import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type EmailUse, takeEmail } from '../../../shared/domain/email-quota.ts'

const quota = { perMinute: 5, perHour: 10 }
const minuteMs = 60_000

test('whenever and however often is asked, no minute and no hour sees more e-mails than the quota allows', () => {
  const request = fc.record({ waitMs: fc.integer({ min: 0, max: 10 * minuteMs }), isCritical: fc.boolean() })
  fc.assert(
    fc.property(fc.array(request, { maxLength: 100 }), (requests) => {
      const taken: number[] = []
      let use: EmailUse = []
      let time = 0
      for (const [index, { waitMs, isCritical }] of requests.entries()) {
        time += waitMs
        const answer = takeEmail(use, `alert-${index}`, new Date(time), quota, isCritical)
        if (!answer.isTaken) continue
        use = answer.use
        taken.push(time)
      }
      for (const end of taken) {
        assert.ok(taken.filter((at) => at <= end && at > end - minuteMs).length <= quota.perMinute)
        assert.ok(taken.filter((at) => at <= end && at > end - 60 * minuteMs).length <= quota.perHour)
      }
    }),
    { seed: 20_261_120, numRuns: 200 },
  )
})

test('a refusal names the time from which on there is room', () => {
  let use: EmailUse = []
  for (let count = 0; count < 4; count++) use = take(use, `alert-${count}`, count * 1000)
  const refused = takeEmail(use, 'alert-5', new Date(10_000), quota, false)
  assert.deepEqual(refused, { isTaken: false, freeAt: new Date(minuteMs) })
  assert.equal(takeEmail(use, 'alert-5', new Date(minuteMs), quota, false).isTaken, true)
})

test('the last fifth is kept for critical alerts', () => {
  let use: EmailUse = []
  for (let count = 0; count < 4; count++) use = take(use, `alert-${count}`, 0)
  assert.equal(takeEmail(use, 'alert-5', new Date(0), quota, false).isTaken, false)
  assert.equal(takeEmail(use, 'alert-5', new Date(0), quota, true).isTaken, true)
})

test('an alert that asks again keeps the place that it has', () => {
  const use = take([], 'alert-1', 0)
  assert.deepEqual(takeEmail(use, 'alert-1', new Date(1000), quota, false), { isTaken: true, use })
})

function take(use: EmailUse, alert: string, time: number): EmailUse {
  const answer = takeEmail(use, alert, new Date(time), quota, false)
  assert.ok(answer.isTaken)
  return answer.use
}
