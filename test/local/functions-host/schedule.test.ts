import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSchedule } from '../../../local/functions-host/triggers/schedule.ts'

const next = (schedule: string, from: string) => parseSchedule(schedule).next(new Date(from)).toISOString()

const cases: [string, string, string][] = [
  ['*/10 * * * * *', '2026-11-20T10:00:05.500Z', '2026-11-20T10:00:10.000Z'],
  ['*/10 * * * * *', '2026-11-20T10:00:10.000Z', '2026-11-20T10:00:20.000Z'],
  ['0 */5 * * * *', '2026-11-20T23:58:00.000Z', '2026-11-21T00:00:00.000Z'],
  ['30 5/20 9-17/4 * * *', '2026-11-20T09:46:00.000Z', '2026-11-20T13:05:30.000Z'],
  ['0 30 2 * * Mon-Fri', '2026-11-20T03:00:00.000Z', '2026-11-23T02:30:00.000Z'],
  ['0 0 0 29 Feb *', '2026-11-20T00:00:00.000Z', '2028-02-29T00:00:00.000Z'],
  ['0 0 0 1 january,JULY *', '2026-11-20T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ['0 0 12 31 * *', '2026-11-20T00:00:00.000Z', '2026-12-31T12:00:00.000Z'],
  // Both days have to fit: the 13th that is a Friday, not "the 13th or a Friday".
  ['0 0 0 13 * 5', '2026-11-20T00:00:00.000Z', '2027-08-13T00:00:00.000Z'],
  // Five fields: at second 0.
  ['*/15 * * * *', '2026-11-20T10:01:00.000Z', '2026-11-20T10:15:00.000Z'],
  ['00:00:30', '2026-11-20T10:00:05.500Z', '2026-11-20T10:00:35.500Z'],
  ['1.00:00:00', '2026-11-20T10:00:00.000Z', '2026-11-21T10:00:00.000Z'],
]
for (const [schedule, from, expected] of cases) {
  test(`after ${from}, "${schedule}" comes at ${expected}`, () => assert.equal(next(schedule, from), expected))
}

test('a schedule that cannot be read is refused with its text', () => {
  for (const bad of ['', '* * *', '61 * * * * *', '* * * * Foo *', '*/0 * * * * *', '* * * 0 * *', '00:00:00']) {
    assert.throws(() => parseSchedule(bad), new RegExp(bad.replace(/[*/.]/g, '\\$&')), bad)
  }
})

test('a date that never comes is an error, not an endless search', () => {
  assert.throws(() => next('0 0 0 31 2 *', '2026-11-20T00:00:00.000Z'), /never comes/)
})

test('the next occurrence is the one that a search second by second finds', () => {
  const schedule = parseSchedule('7,40-42 */7 3-5,22 * * 0,Wed')
  const field = (time: Date) => [time.getUTCSeconds(), time.getUTCMinutes(), time.getUTCHours(), time.getUTCDay()] as const
  const fits = (time: Date) => {
    const [second, minute, hour, day] = field(time)
    return [7, 40, 41, 42].includes(second) && minute % 7 === 0 && [3, 4, 5, 22].includes(hour) && [0, 3].includes(day)
  }
  let time = new Date('2026-11-22T02:58:00.000Z')
  for (let count = 0; count < 40; count++) {
    const expected = new Date(time.getTime() + 1000)
    while (!fits(expected)) expected.setTime(expected.getTime() + 1000)
    time = schedule.next(time)
    assert.equal(time.toISOString(), expected.toISOString())
  }
})
