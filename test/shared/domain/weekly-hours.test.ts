import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isWithin } from '../../../shared/domain/weekly-hours.ts'

const night = [{ days: ['fri' as const], from: '22:00', to: '06:00' }]

test('a window over midnight belongs to the day on which it begins', () => {
  // 2026-03-06 is a Friday; Berlin is one hour ahead of UTC.
  assert.equal(isWithin(night, new Date('2026-03-06T21:00:00Z'), 'Europe/Berlin'), true)
  assert.equal(isWithin(night, new Date('2026-03-07T04:59:59Z'), 'Europe/Berlin'), true)
  assert.equal(isWithin(night, new Date('2026-03-07T05:00:00Z'), 'Europe/Berlin'), false)
  assert.equal(isWithin(night, new Date('2026-03-06T04:00:00Z'), 'Europe/Berlin'), false)
})

test('a window follows the clock on the wall when it is changed', () => {
  const morning = [{ days: ['sun' as const], from: '06:00', to: '07:00' }]
  // Berlin: clocks go forward on 29 March 2026, a Sunday.
  assert.equal(isWithin(morning, new Date('2026-03-22T05:30:00Z'), 'Europe/Berlin'), true)
  assert.equal(isWithin(morning, new Date('2026-03-29T04:30:00Z'), 'Europe/Berlin'), true)
  assert.equal(isWithin(morning, new Date('2026-03-29T05:30:00Z'), 'Europe/Berlin'), false)
})

test('a window that ends when it begins is the whole day', () => {
  const day = [{ days: ['mon' as const], from: '00:00', to: '00:00' }]
  assert.equal(isWithin(day, new Date('2026-03-02T12:00:00Z'), 'UTC'), true)
  assert.equal(isWithin(day, new Date('2026-03-03T00:00:00Z'), 'UTC'), false)
})
