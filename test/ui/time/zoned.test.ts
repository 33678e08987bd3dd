import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { dayBounds, momentAt, shiftDay, wallTime } from '../../../ui/time/zoned.ts'

const zones = ['Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia', 'UTC']

describe('the clock on the wall of a site', () => {
  it('shows a moment, and leads back to it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date('2015-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
        (zone, date) => {
          const ms = Math.floor(date.getTime() / 1000) * 1000
          const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(ms)
          const found = momentAt(day, wallTime(ms, zone), zone)
          // In the hour that comes twice in autumn the clock cannot say which of the two it is.
          assert.ok(found === ms || Math.abs(found - ms) === 3_600_000, `${zone} ${date.toISOString()}`)
          assert.equal(wallTime(found, zone), wallTime(ms, zone))
        },
      ),
    )
  })

  it('has days of 23 and 25 hours when the clocks change', () => {
    const hours = (day: string) => {
      const { from, to } = dayBounds(day, 'Europe/Berlin')
      return (to - from) / 3_600_000
    }
    assert.deepEqual(['2026-03-29', '2026-10-25', '2026-11-20'].map(hours), [23, 25, 24])
    assert.equal(dayBounds('2026-11-20', 'Europe/Berlin').from, Date.parse('2026-11-19T23:00:00Z'))
  })

  it('knows no moment for what is no time', () => {
    assert.ok(Number.isNaN(momentAt('2026-11-20', '', 'UTC')))
    assert.ok(Number.isNaN(momentAt('2026-13-20', '08:00', 'UTC')))
  })

  it('goes from day to day over the ends of months and years', () => {
    assert.equal(shiftDay('2026-12-31', 1), '2027-01-01')
    assert.equal(shiftDay('2028-03-01', -1), '2028-02-29')
  })
})
