import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pairedDifference } from '../../../shared/domain/paired-difference.ts'
import { planWindows, timesWithin } from '../../../shared/domain/plan-replay.ts'
import { measureReplay, type ReplayedIncident } from '../../../shared/domain/replay-figures.ts'
import { Rule } from '../../../shared/domain/rule.ts'
import { sampleIncident } from '../../harness/sample-incident.ts'

const second = (s: number) => new Date(Date.UTC(2026, 2, 1, 10) + s * 1000).toISOString()
const rule = Rule.parse({ camera: 'line-1', label: 'leak', severity: 'warning', confidence: 0.5, dwellSeconds: 2, releaseSeconds: 1 })
const rules = [{ id: 'leak', site: 'plant-1', name: 'Leak', rule }]
const incident = (from: number, to: number, more = {}) =>
  sampleIncident(`i-${from}`, { camera: 'line-1', rule: 'leak', startedAt: second(from), endedAt: second(to), ...more })

test('a window reaches from before the dwell time to after the release, and those that overlap are one', () => {
  const windows = planWindows([incident(100, 110), incident(20, 30), incident(112, 115)], rules)
  assert.deepEqual(
    windows.map(({ fromMs, toMs }) => [new Date(fromMs).toISOString(), new Date(toMs).toISOString()]),
    [
      [second(15), second(33)],
      [second(95), second(118)],
    ],
  )
})

test('an incident of an hour is not played for an hour, and one whose rule is gone not at all', () => {
  const [window] = planWindows([incident(0, 3600)], rules)
  assert.equal((window!.toMs - window!.fromMs) / 1000, 5 + 45 + 3)
  assert.deepEqual(planWindows([incident(0, 10, { rule: 'gone' }), incident(0, 10, { camera: 'line-2' })], rules), [])
})

test('of a recording only the frames within a window are asked for, at the rate of the camera', () => {
  const windows = planWindows([incident(20, 30)], rules)
  const recording = { camera: 'line-1', startedAt: second(10), endedAt: second(17) } as Parameters<typeof timesWithin>[0]
  assert.deepEqual(timesWithin(recording, windows, 500), [5000, 5500, 6000, 6500])
})

const judged: ReplayedIncident[] = [
  { incident: 'a', camera: 'line-1', rule: 'leak', verdict: 'confirmed', startedAt: second(0), endedAt: second(5) },
  { incident: 'b', camera: 'line-1', rule: 'leak', verdict: 'confirmed', startedAt: second(60), endedAt: second(65) },
  { incident: 'c', camera: 'line-1', rule: 'leak', verdict: 'rejected', startedAt: second(120), endedAt: second(125) },
]
const raised = (from: number, to: number, more = {}) => ({
  ...{ camera: 'line-1', rule: 'leak', from: second(from), to: second(to), ...more },
})

test('what is raised at the time of a judged incident of the same rule is that incident, anything else is new', () => {
  const figures = measureReplay(judged, [raised(6, 8), raised(62, 63, { rule: 'other' }), raised(119, 121), raised(200, 201)], 14)
  assert.deepEqual(figures, { days: 14, confirmed: 2, rejected: 1, found: 1, falseAlarms: 1, other: 2, missed: ['b'] })
})

test('only objects that one of two models finds widen the interval of their difference', () => {
  const [yes, no] = [true, false]
  const same = pairedDifference(Array(100).fill(yes), Array(100).fill(yes))
  assert.deepEqual(same, { count: 100, difference: 0, low: 0, high: 0 })
  // Of 813 objects a tenth is found by one only: an interval of 2.2 points on both sides.
  const first = Array.from({ length: 813 }, (_, index) => (index < 40 ? yes : index < 81 ? no : yes))
  const second = Array.from({ length: 813 }, (_, index) => (index < 40 ? no : yes))
  const { difference, low } = pairedDifference(first, second)
  assert(Math.abs(difference) < 0.002)
  assert(Math.abs(difference - low - 0.0217) < 0.0002)
  assert.deepEqual(pairedDifference([], []), { count: 0, difference: 0, low: -1, high: 1 })
})
