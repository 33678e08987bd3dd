import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findAnomalies } from '../../../shared/domain/anomaly.ts'
import type { DayInsights } from '../../../shared/domain/day-insights.ts'
import { expectedRange } from '../../../shared/domain/robust-range.ts'
import { createRandom } from '../../harness/random.ts'

const site = 'plant-1'
const first = Date.parse('2026-03-02T00:00:00.000Z')
const dayMs = 86_400_000

/** Two shifts on weekdays, one on Saturdays, nothing on Sundays, as many cameras as one likes. */
function plan(weekday: number, hour: number): number {
  if (weekday === 0 || hour < 6 || hour >= 22) return 0
  return weekday === 6 ? (hour < 14 ? 60 : 0) : 120
}

interface Story {
  readonly cameras?: readonly string[]
  /** Factor of what a camera sees. */
  readonly load?: (day: number, hour: number, camera: string) => number
  /** Live minutes of an hour; 60 by default. */
  readonly live?: (day: number, hour: number, camera: string) => number
}

function days(count: number, { cameras = ['cam-1'], load = () => 1, live = () => 60 }: Story = {}): DayInsights[] {
  const random = createRandom(7)
  return Array.from({ length: count }, (_, index) => {
    const date = new Date(first + index * dayMs)
    const hours = Array.from({ length: 24 }, (_, hour) => hour)
    return {
      ...{ site, day: date.toISOString().slice(0, 10), isOver: true, groups: [] },
      cameras: cameras.map((camera) => ({
        ...{ camera, silentDays: 0 },
        hours: hours.map((hour) => {
          const minutes = live(index, hour, camera)
          return { hour, live: minutes, down: 60 - minutes, disabled: 0, silent: 0 }
        }),
      })),
      objects: cameras.flatMap((camera) =>
        hours.flatMap((hour) => {
          const share = live(index, hour, camera) / 60
          // Ten in a hundred more or less, as orders and breaks go.
          const count = Math.round(plan(date.getUTCDay(), hour) * load(index, hour, camera) * share * (0.9 + 0.2 * random()))
          return count === 0 ? [] : [{ hour, camera, label: 'bottle', count }]
        }),
      ),
    }
  })
}

function find(all: readonly DayInsights[], index = all.length - 1) {
  return findAnomalies(site, all[index]!.day, all.slice(Math.max(0, index - 28), index + 1), 24)
}

describe('anomalies of counts', () => {
  it('are none in weeks of usual work, weekends among them', () => {
    const all = days(60, { cameras: ['cam-1', 'cam-2', 'cam-3'] })
    assert.deepEqual(
      all.flatMap((_, index) => find(all, index)),
      [],
    )
  })

  it('are a day with a third more load, with what was expected and what was seen', () => {
    // The 31st day is a Wednesday.
    const [anomaly, ...others] = find(days(31, { load: (day) => (day === 30 ? 1.4 : 1) }))
    assert.deepEqual(others, [])
    assert.deepEqual([anomaly?.window, anomaly?.direction, anomaly?.camera, anomaly?.label], ['day', 'high', 'cam-1', 'bottle'])
    assert.ok(anomaly && anomaly.observed > anomaly.high && anomaly.expected > 1800 && anomaly.expected < 2050)
  })

  it('are the hours in which a line stood still, told once', () => {
    const found = find(days(31, { load: (day, hour) => (day === 30 && hour >= 9 && hour < 12 ? 0.1 : 1) }))
    assert.deepEqual(
      found.map(({ window, direction, fromHour, toHour }) => ({ window, direction, fromHour, toHour })),
      [{ window: 'hour', direction: 'low', fromHour: 9, toHour: 11 }],
    )
  })

  it('are not what a camera did not see because it was away', () => {
    assert.deepEqual(find(days(31, { live: (day, hour) => (day === 30 && hour >= 9 && hour < 12 ? 0 : 60) })), [])
  })

  it('are work on a Sunday, and not the quiet of one', () => {
    const sunday = days(35)
    assert.equal(new Date(sunday.at(-1)!.day).getUTCDay(), 0)
    assert.deepEqual(find(sunday), [])
    const [last] = days(35).slice(-1)
    const busy = { ...last!, objects: [{ hour: 10, camera: 'cam-1', label: 'bottle', count: 30 }] }
    assert.equal(find([...sunday.slice(0, -1), busy])[0]?.direction, 'high')
  })

  it('are one where several cameras see the same', () => {
    const cameras = ['cam-1', 'cam-2', 'cam-3']
    const found = find(days(31, { cameras, load: (day) => (day === 30 ? 0.4 : 1) }))
    assert.deepEqual(
      found.map(({ camera, cameras, direction }) => ({ camera, cameras, direction })),
      [{ camera: undefined, cameras, direction: 'low' }],
    )
  })

  it('are told of at most five a day', () => {
    const cameras = Array.from({ length: 8 }, (_, index) => `cam-${index}`)
    // Up and down in turns: the site as a whole is as always.
    const load = (day: number, _: number, camera: string) => (day === 30 ? (Number(camera.at(-1)) % 2 === 0 ? 1.9 : 0.1) : 1)
    assert.equal(find(days(31, { cameras, load })).length, 5)
  })

  it('are not looked for in the first two weeks', () => {
    const all = days(14, { load: (day) => (day === 13 ? 5 : 1) })
    assert.deepEqual(find(all), [])
  })

  it('are not moved by a few bad days before', () => {
    const load = (day: number) => (day === 30 ? 1.5 : [8, 16, 21].includes(day) ? 6 : 1)
    assert.equal(find(days(31, { load }))[0]?.direction, 'high')
  })

  it('keep their names when they are found again', () => {
    const all = days(31, { load: (day) => (day === 30 ? 1.4 : 1) })
    assert.equal(find(all)[0]?.id, find(structuredClone(all))[0]?.id)
  })
})

describe('the range of what is usual', () => {
  const week = (values: readonly number[], weeks: number) =>
    Array.from({ length: weeks }, () => values.map((value, weekday) => ({ weekday, value }))).flat()

  it('is not known with less than two weeks, or of a weekday that was hardly seen', () => {
    assert.equal(expectedRange(week([10, 10, 10, 10, 10, 10, 10], 1), 1, 0.5), undefined)
    assert.equal(expectedRange(week([10, 10, 10, 10, 10], 4), 6, 0.5), undefined)
  })

  it('follows the weekday', () => {
    const samples = week([0, 100, 100, 100, 100, 100, 50], 4)
    assert.equal(expectedRange(samples, 6, 0.5)?.expected, 50)
    assert.equal(expectedRange(samples, 1, 0.5)?.expected, 100)
    assert.deepEqual(expectedRange(samples, 0, 0.5), { expected: 0, low: 0, high: 5, spread: 1 })
  })

  it('is never narrower than counting itself, nor than the effect that counts', () => {
    const few = expectedRange(week([4, 4, 4, 4, 4, 4, 4], 4), 1, 0.5)!
    assert.equal(few.high, Math.round((4 + 5 * Math.sqrt(5)) * 100) / 100)
    const many = expectedRange(week(Array(7).fill(10_000), 4), 1, 0.5)!
    assert.deepEqual([many.low, many.high], [5000, 15_000])
  })
})
