import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { weekdays } from '../../../shared/domain/roster.ts'
import { isWithin } from '../../../shared/domain/weekly-hours.ts'
import { onCallNow } from '../../../ui/screens/settings/on-call-now.ts'
import { dayWords } from '../../../ui/time/day-words.ts'

const time = fc.tuple(fc.nat(23), fc.nat(59)).map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'))
const days = fc.subarray([...weekdays], { minLength: 1 })

it('the pages call those on call whom the alerts call so', () => {
  const date = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(days, time, time, date, fc.constantFrom('Europe/Berlin', 'Asia/Tokyo'), (of, from, to, at, timeZone) => {
      const shift = { days: of, from, to, onCall: ['kim'] }
      const today = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at)
      const found = onCallNow([{ id: 'a', site: 'b', name: 'c', shifts: [shift] }], at.getTime(), today, timeZone)
      assert.equal(found.length > 0, isWithin([shift], at, timeZone))
    }),
  )
})

it('days in a row are a range', () => {
  assert.equal(dayWords(['mon', 'tue', 'wed', 'fri', 'sat'], 'en'), 'Mon–Wed, Fri, Sat')
  assert.equal(dayWords(['sun'], 'de'), 'So')
})
