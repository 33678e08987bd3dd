import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { dueNight, lastDueDate, wallClock } from '../../../shared/domain/due-nights.ts'
import { createRandom } from '../../harness/random.ts'

const minuteMs = 60_000
const startsAt = '02:30'

describe('a night is due', () => {
  const due = (now: string, last?: string, firstChange?: string, timeZone = 'Europe/Berlin') =>
    dueNight(new Date(now), { timeZone, startsAt }, last, firstChange === undefined ? undefined : new Date(firstChange))

  test('when the clock on the wall has passed its time since the last one', () => {
    assert.equal(due('2026-11-20T01:29:59.000Z', '2026-11-19'), undefined)
    assert.equal(due('2026-11-20T01:30:00.000Z', '2026-11-19'), '2026-11-20')
    assert.equal(due('2026-11-20T01:30:00.000Z', '2026-11-20'), undefined)
  })
  test('once, for the newest date, after days without any', () => {
    assert.equal(due('2026-11-20T01:00:00.000Z', '2026-11-11'), '2026-11-19')
    assert.equal(due('2026-11-20T14:00:00.000Z', '2026-11-11'), '2026-11-20')
  })
  test('at three, where a spring night has no half past two', () => {
    assert.equal(due('2026-03-29T00:59:00.000Z', '2026-03-28'), undefined)
    assert.equal(due('2026-03-29T01:00:00.000Z', '2026-03-28'), '2026-03-29')
  })
  test('once, where an autumn night has two of them', () => {
    assert.equal(due('2026-10-25T00:30:00.000Z', '2026-10-24'), '2026-10-25')
    for (let minutes = 0; minutes < 180; minutes++) {
      const now = new Date(Date.parse('2026-10-25T00:31:00.000Z') + minutes * minuteMs).toISOString()
      assert.equal(due(now, '2026-10-25'), undefined, now)
    }
  })
  test('at a new site after the first change, and not before', () => {
    assert.equal(due('2026-11-20T14:00:00.000Z'), undefined)
    assert.equal(due('2026-11-20T14:00:00.000Z', undefined, '2026-11-20T13:00:00.000Z'), undefined)
    assert.equal(due('2026-11-21T01:30:00.000Z', undefined, '2026-11-20T13:00:00.000Z'), '2026-11-21')
  })
  test('by the date of the place: where it is tomorrow already, tomorrow', () => {
    assert.equal(due('2026-11-20T14:00:00.000Z', '2026-11-20', undefined, 'Pacific/Auckland'), '2026-11-21')
  })
})

for (const timeZone of ['Europe/Berlin', 'America/New_York'])
  describe(`over 800 days in ${timeZone}, asked every five minutes`, () => {
    const days = 800
    const startMs = Date.parse('2026-01-10T12:00:00.000Z')

    /** Dates of the runs that are started, each at the first time that somebody asks while it is due. */
    function live(isUp: (ms: number) => boolean, clockErrorMs: (ms: number) => number): string[] {
      const dates: string[] = []
      let last = lastDueDate(new Date(startMs), timeZone, startsAt)
      for (let ms = startMs; ms < startMs + days * 24 * 60 * minuteMs; ms += 5 * minuteMs) {
        const date = isUp(ms) ? dueNight(new Date(ms + clockErrorMs(ms)), { timeZone, startsAt }, last, undefined) : undefined
        if (date === undefined) continue
        dates.push(date)
        last = date
      }
      return dates
    }
    function isOneEachDate(dates: readonly string[]) {
      const first = Date.parse(`${dates[0]}T00:00:00.000Z`)
      assert.deepEqual(
        dates,
        dates.map((_, index) => new Date(first + index * 24 * 60 * minuteMs).toISOString().slice(0, 10)),
      )
      assert.ok(dates.length >= days - 1 && dates.length <= days)
    }

    test('each local date has one run', () => {
      isOneEachDate(
        live(
          () => true,
          () => 0,
        ),
      )
    })
    test('also when the host is down at the time of the run, and then at the first question after it is up', () => {
      const random = createRandom(1)
      // Down for up to twelve hours on every day, over half past two on most of them.
      const downs = Array.from({ length: days + 1 }, () => ({
        from: Math.floor(random() * 12 * 60),
        minutes: 1 + Math.floor(random() * 12 * 60),
      }))
      const isUp = (ms: number) => {
        const minutes = (ms - startMs) / minuteMs
        const { from, minutes: long } = downs[Math.floor(minutes / (24 * 60))]!
        const ofDay = minutes % (24 * 60)
        return ofDay < from || ofDay >= from + long
      }
      isOneEachDate(live(isUp, () => 0))
    })
    test('also when the clock is set back by an hour again and again', () => {
      // Back for an hour and a half out of every seven: over the years at every time of the day.
      isOneEachDate(
        live(
          () => true,
          (ms) => (Math.floor((ms - startMs) / minuteMs) % 425 < 90 ? -60 * minuteMs : 0),
        ),
      )
    })
  })

test('the clock on the wall is told to the minute', () => {
  assert.deepEqual(wallClock(new Date('2026-07-01T21:59:59.999Z'), 'Europe/Berlin'), { date: '2026-07-01', time: '23:59' })
  assert.deepEqual(wallClock(new Date('2026-07-01T22:00:00.000Z'), 'Europe/Berlin'), { date: '2026-07-02', time: '00:00' })
})
