import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { hoursOfDay } from '../../../shared/domain/camera-uptime.ts'
import { canonicalJson } from '../../../shared/domain/canonical-json.ts'
import { type DayFacts, summarizeDay } from '../../../shared/domain/day-insights.ts'
import { emptyHour, type HourFacts, hourStart, hoursOfInference, mergeHours } from '../../../shared/domain/hour-facts.ts'
import { addNumbers, numberSet, numbersOf } from '../../../shared/domain/number-set.ts'
import { inferenceMessage } from '../../harness/sample-messages.ts'

const site = { id: 'plant-1', timeZone: 'Europe/Berlin' }
const day = '2026-03-02'

function hour(startsAt: string, parts: Partial<HourFacts['minutes']> = {}, tracks: HourFacts['tracks'] = {}): HourFacts {
  const empty = emptyHour(site.id, 'cam-1', startsAt)
  return { ...empty, minutes: { ...empty.minutes, ...parts }, tracks }
}

function work(date: string, hours: readonly HourFacts[], more: Partial<DayFacts> = {}) {
  return summarizeDay(site, date, { incidents: [], dayBefore: undefined, isOver: true, ...more, hours })
}

describe('numbers as a text', () => {
  it('are a set: the same numbers in any order, any number of times, are the same text', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100)), fc.array(fc.nat(100)), (a, b) => {
        const together = numberSet([...a, ...b])
        assert.equal(addNumbers(numberSet(b), numberSet(a)), together)
        assert.equal(addNumbers(together, numberSet(b)), together)
        assert.deepEqual(
          numbersOf(together),
          [...new Set([...a, ...b])].sort((x, y) => x - y),
        )
      }),
    )
  })
})

describe('an hour of a camera', () => {
  it('begins when the clock on the wall does, also where that is half an hour off', () => {
    assert.equal(hourStart('2026-03-02T09:45:10.000Z', 'Asia/Kolkata'), '2026-03-02T09:30:00.000Z')
    assert.equal(hourStart('2026-03-02T09:45:10.000Z', 'Europe/Berlin'), '2026-03-02T09:00:00.000Z')
  })

  it('is the same whatever came twice, late or in another order', () => {
    const track = fc.record({ second: fc.integer({ min: 0, max: 7000 }), track: fc.nat(20), bootId: fc.constantFrom('b-1', 'b-2') })
    fc.assert(
      fc.property(fc.array(track, { minLength: 1, maxLength: 20 }), fc.nat(19), (seen, again) => {
        const messages = seen.map(({ second, track, bootId }, seq) => {
          const message = inferenceMessage({ seq, seconds: second, bootId })
          const [frame] = message.frames
          return { ...message, frames: [{ ...frame!, detections: [{ ...frame!.detections[0]!, track }] }] }
        })
        const merged = (list: typeof messages) => {
          const hours = list.flatMap((message) => hoursOfInference(message, message.at, site))
          const byStart = Object.groupBy(hours, ({ startsAt }) => startsAt)
          return canonicalJson(
            Object.values(byStart)
              .map((all) => all!.reduce(mergeHours))
              .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1)),
          )
        }
        const repeated = [...messages.toReversed(), messages[again % messages.length]!]
        assert.equal(merged(repeated), merged(messages))
      }),
    )
  })
})

describe('objects of a day', () => {
  it('count once, in the hour in which they came into sight, also from one day to the next', () => {
    const { objects } = work(day, [
      hour('2026-03-01T22:00:00.000Z', {}, { bottle: { 'd~b': '1-3' } }),
      hour('2026-03-01T23:00:00.000Z', {}, { bottle: { 'd~b': '3-6' } }),
      hour('2026-03-02T00:00:00.000Z', {}, { bottle: { 'd~b': '6-7', 'd~b2': '1' } }),
    ])
    assert.deepEqual(
      objects.map(({ hour, count }) => [hour, count]),
      [
        [0, 3],
        [1, 2],
      ],
    )
  })
})

describe('the uptime of a camera', () => {
  const all = '0-59'
  const fullDay = (date: string) => hoursOfDay(date, site.timeZone).map(({ startsAt }) => hour(startsAt, { live: all }))
  const sum = (cameras: ReturnType<typeof work>['cameras'], state: 'live' | 'down' | 'disabled' | 'silent') =>
    cameras.flatMap(({ hours }) => hours.map((one) => one[state])).reduce((total, minutes) => total + minutes, 0)

  it('is the whole day where it was live all day, with 23 hours in spring and 25 in autumn', () => {
    for (const [date, hours] of [[day, 24] as const, ['2026-03-29', 23] as const, ['2026-10-25', 25] as const]) {
      const { cameras } = work(date, fullDay(date), { dayBefore: { cameras: [{ camera: 'cam-1', silentDays: 0, hours: [] }] } })
      assert.equal(sum(cameras, 'live'), hours * 60)
      assert.equal(sum(cameras, 'silent'), 0)
    }
  })

  it('takes what nobody said as silent, but a gap between two messages of five minutes as what they say', () => {
    const known = { dayBefore: { cameras: [{ camera: 'cam-1', silentDays: 0, hours: [] }] } }
    const { cameras } = work(day, [hour('2026-03-01T23:00:00.000Z', { live: '0,5,10,40' })], known)
    assert.deepEqual(cameras[0]?.hours[0], { hour: 0, live: 12, down: 0, disabled: 0, silent: 48 })
  })

  it('takes the worse of two words about a minute', () => {
    const { cameras } = work(day, [hour('2026-03-01T23:00:00.000Z', { live: all, down: '10-19' })])
    assert.deepEqual(cameras[0]?.hours[0], { hour: 0, live: 50, down: 10, disabled: 0, silent: 0 })
  })

  it('begins with the first word of a camera, and misses it for two weeks after the last', () => {
    const first = work(day, [hour('2026-03-02T11:00:00.000Z', { live: '30-59' })])
    assert.equal(sum(first.cameras, 'silent'), 11 * 60)
    let before = first
    for (let count = 1; count <= 14; count++) {
      before = work(`2026-03-${String(2 + count).padStart(2, '0')}`, [], { dayBefore: before })
      assert.equal(sum(before.cameras, 'silent'), 24 * 60)
    }
    assert.deepEqual(work('2026-03-17', [], { dayBefore: before }).cameras, [])
  })

  it('of a day that goes on misses nothing after the newest word of any camera', () => {
    const { cameras } = work(day, [hour('2026-03-01T23:00:00.000Z', { live: '0-29' })], { isOver: false })
    assert.equal(sum(cameras, 'live') + sum(cameras, 'silent'), 30)
  })
})
