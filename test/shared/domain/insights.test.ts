import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { canonicalJson } from '../../../shared/domain/canonical-json.ts'
import { type DayFacts, gridColumns, summarizeDay } from '../../../shared/domain/day-insights.ts'
import type { Incident } from '../../../shared/domain/incident.ts'
import { addFacets, facetOf, filtersOf, type InsightFilter, watchOf } from '../../../shared/domain/insight-facet.ts'
import { sumInsights } from '../../../shared/domain/insights.ts'
import { sampleIncident } from '../../harness/sample-incident.ts'

const site = { id: 'plant-1', timeZone: 'Europe/Berlin' }
const day = '2026-03-02'

function incident(id: string, at: string, changes: Partial<Incident> = {}): Incident {
  return sampleIncident(id, { site: site.id, startedAt: at, ...changes })
}

function summarize(date: string, incidents: readonly Incident[], facts: Partial<DayFacts> = {}) {
  return summarizeDay(site, date, { hours: [], dayBefore: undefined, isOver: true, ...facts, incidents })
}

function sum(days: readonly ReturnType<typeof summarize>[], filter: InsightFilter = {}) {
  const steps = days.map((one) => ({ at: one.day, facet: facetOf(one, filter), watch: watchOf(one) }))
  return sumInsights({ site: site.id, from: '2026-03-01', to: '2026-03-31', step: 'day' }, filter, steps)
}

describe('a day of insights', () => {
  it('is the day of the clock on the wall, not of UTC', () => {
    const incidents = [incident('a', '2026-03-01T23:30:00.000Z'), incident('b', '2026-03-02T23:30:00.000Z')]
    const { groups } = summarize(day, incidents)
    assert.deepEqual(
      groups.map(({ hour, count }) => [hour, count]),
      [[0, 1]],
    )
  })

  it('counts what agrees in hour, camera, rule, label, severity and verdict together', () => {
    const at = '2026-03-02T09:00:00.000Z'
    const incidents = [
      incident('a', at, { verdict: 'rejected' }),
      incident('b', at, { verdict: 'rejected' }),
      incident('c', at, { verdict: 'confirmed' }),
      incident('d', at),
    ]
    const { groups } = summarize(day, incidents)
    assert.deepEqual(Object.fromEntries(groups.map(({ verdict, count }) => [verdict, count])), { confirmed: 1, none: 1, rejected: 2 })
  })

  it('leaves out what cameras tell of themselves', () => {
    assert.deepEqual(summarize(day, [incident('a', '2026-03-02T09:00:00.000Z', { kind: 'camera' })]).groups, [])
  })

  it('says how long people took, but not for what reached us late', () => {
    const at = '2026-03-02T09:00:00.000Z'
    const taken = { acknowledgedAt: '2026-03-02T09:00:42.000Z', resolvedAt: '2026-03-02T09:10:00.000Z' }
    const [group] = summarize(day, [incident('a', at, taken), incident('b', at, { ...taken, isLate: true })]).groups
    assert.deepEqual(group?.acknowledgeSeconds, [42])
    assert.deepEqual(group?.resolveSeconds, [600])
  })

  it('finds the place on the picture by the middle of the box', () => {
    const seen = incident('a', '2026-03-02T09:00:00.000Z')
    const box = { left: 0.9, top: 0.9, width: 0.1, height: 0.1 }
    const peak = { ...seen.peak, detection: { ...seen.peak.detection, box } }
    const [group] = summarize(day, [{ ...seen, peak }]).groups
    assert.deepEqual(group?.places, { [gridColumns * 8 + 15]: 1 })
  })

  const anyIncidents = fc.array(
    fc.record({
      hour: fc.integer({ min: 0, max: 22 }),
      verdict: fc.constantFrom('confirmed', 'rejected', 'inconclusive', undefined) as fc.Arbitrary<Incident['verdict']>,
      camera: fc.constantFrom('cam-1', 'cam-2'),
      rule: fc.constantFrom('rule-1', 'rule-2'),
      waited: fc.integer({ min: 0, max: 100_000 }),
    }),
    { maxLength: 30 },
  )
  const incidentsOf = (facts: readonly { hour: number; verdict: Incident['verdict']; camera: string; rule: string; waited: number }[]) =>
    facts.map(({ hour, waited, ...rest }, index) => {
      const startedAt = Date.UTC(2026, 2, 2, hour)
      return incident(`i-${index}`, new Date(startedAt).toISOString(), {
        ...rest,
        acknowledgedAt: new Date(startedAt + waited * 1000).toISOString(),
      })
    })

  it('comes to the same bytes in whatever order the incidents come', () => {
    fc.assert(
      fc.property(anyIncidents, (facts) => {
        const incidents = incidentsOf(facts)
        assert.equal(canonicalJson(summarize(day, incidents.toReversed())), canonicalJson(summarize(day, incidents)))
      }),
    )
  })

  it('adds up to the same from every side, whether its parts are added before or after', () => {
    fc.assert(
      fc.property(anyIncidents, (facts) => {
        const all = incidentsOf(facts)
        const [one, other] = [summarize(day, all.slice(0, 10)), summarize(day, all.slice(10))]
        for (const filter of filtersOf([one, other])) {
          const whole = facetOf(summarize(day, all), filter)
          assert.equal(canonicalJson(addFacets([facetOf(one, filter), facetOf(other, filter)])), canonicalJson(whole))
        }
      }),
      { numRuns: 20 },
    )
  })
})

describe('the sum of days', () => {
  it('holds every incident once, by day, rule, camera and hour of the week', () => {
    const days = [
      summarize('2026-03-02', [incident('a', '2026-03-02T09:00:00.000Z', { verdict: 'rejected', rule: 'noisy' })]),
      summarize('2026-03-03', [incident('b', '2026-03-03T09:00:00.000Z', { rule: 'quiet' })]),
    ]
    const all = sum(days)
    assert.deepEqual(all.total, { confirmed: 0, rejected: 1, inconclusive: 0, none: 1 })
    assert.deepEqual(
      all.steps.map(({ at, rejected, none }) => [at, rejected, none]),
      [
        ['2026-03-02', 1, 0],
        ['2026-03-03', 0, 1],
      ],
    )
    assert.equal(all.rules[0]?.name, 'noisy')
    assert.equal(all.hours[0]?.[10], 1)
    assert.equal(all.hours[1]?.[10], 1)
    assert.equal(
      all.hours.flat().reduce((total, count) => total + count),
      2,
    )
  })

  it('shows one side when asked for it', () => {
    const at = '2026-03-02T09:00:00.000Z'
    const days = [summarize(day, [incident('a', at, { camera: 'cam-1' }), incident('b', at, { camera: 'cam-2' })])]
    const { total, cameras } = sum(days, { camera: 'cam-2' })
    assert.equal(total.none, 1)
    assert.deepEqual(
      cameras.map(({ name }) => name),
      ['cam-2'],
    )
  })

  it('takes medians over incidents, not over days', () => {
    const acknowledged = (id: string, seconds: number) =>
      incident(id, '2026-03-02T09:00:00.000Z', { acknowledgedAt: new Date(Date.UTC(2026, 2, 2, 9, 0, seconds)).toISOString() })
    const days = [
      summarize(day, [acknowledged('a', 1), acknowledged('b', 2), acknowledged('c', 3)]),
      summarize(day, [acknowledged('d', 50)]),
    ]
    assert.deepEqual(sum(days).acknowledge, { count: 4, medianSeconds: 3, p90Seconds: 50 })
  })

  it('of no days says that there is nothing', () => {
    const { total, acknowledge } = sum([])
    assert.deepEqual(total, { confirmed: 0, rejected: 0, inconclusive: 0, none: 0 })
    assert.deepEqual(acknowledge, { count: 0, medianSeconds: undefined, p90Seconds: undefined })
  })
})
