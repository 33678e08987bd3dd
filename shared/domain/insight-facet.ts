import { z } from 'zod'
import { Count, type DayInsights, type UptimeMinutes, type Verdict } from './day-insights.ts'
import type { Id } from './ids.ts'

export const Tally = z.object({ confirmed: Count, rejected: Count, inconclusive: Count, none: Count })
export type Tally = z.infer<typeof Tally>

/** What one looks at: everything, or what agrees in each of these. */
export interface InsightFilter {
  readonly camera?: Id | undefined
  readonly rule?: Id | undefined
  readonly label?: string | undefined
}

/** Times of people: how many took how long. Longer times are rounded to two digits, so that no number of incidents makes this large. */
export type Spread = Readonly<Record<string, number>>

/**
 * A stretch of time seen from one side. Facets of stretches add up to the facet of all of them, and none grows with the
 * number of incidents: with cameras, rules and labels alone.
 */
export interface Facet {
  readonly total: Tally
  readonly cameras: Readonly<Record<string, Tally>>
  readonly rules: Readonly<Record<string, Tally>>
  readonly labels: Readonly<Record<string, Tally>>
  /** `weekday * 24 + hour`, Monday first. */
  readonly hours: Readonly<Record<string, number>>
  /** By camera: cell of the grid, row by row. */
  readonly places: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly acknowledge: Spread
  readonly resolve: Spread
}

/** What a stretch of time saw and how long cameras were there, of all cameras and labels. */
export interface Watch {
  readonly uptime: Readonly<Record<string, UptimeMinutes>>
  /** By camera and label. */
  readonly objects: Readonly<Record<string, Readonly<Record<string, number>>>>
}

export const noIncidents: Tally = { confirmed: 0, rejected: 0, inconclusive: 0, none: 0 }
export const emptyFacet: Facet = {
  ...{ total: noIncidents, cameras: {}, rules: {}, labels: {}, hours: {}, places: {}, acknowledge: {}, resolve: {} },
}
const noMinutes: UptimeMinutes = { live: 0, down: 0, disabled: 0, silent: 0 }

export function facetOf({ day, groups }: Pick<DayInsights, 'day' | 'groups'>, filter: InsightFilter = {}): Facet {
  const weekday = weekdayOf(day)
  const chosen = groups.filter(
    ({ camera, rule, label }) =>
      (filter.camera ?? camera) === camera && (filter.rule ?? rule) === rule && (filter.label ?? label) === label,
  )
  return addFacets(chosen.map((group) => facetOfGroup(group, weekday)))
}

function facetOfGroup(group: DayInsights['groups'][number], weekday: number): Facet {
  const { camera, rule, label, verdict, count, hour, places } = group
  const tally = { ...noIncidents, [verdict satisfies Verdict]: count }
  return {
    total: tally,
    cameras: { [camera]: tally },
    rules: { [rule]: tally },
    labels: { [label]: tally },
    hours: { [weekday * 24 + hour]: count },
    places: { [camera]: places },
    acknowledge: spreadOf(group.acknowledgeSeconds),
    resolve: spreadOf(group.resolveSeconds),
  }
}

export function addFacets(facets: readonly Facet[]): Facet {
  return {
    total: addNumbers(noIncidents, ...facets.map(({ total }) => total)),
    cameras: addEach(
      noIncidents,
      facets.map(({ cameras }) => cameras),
    ),
    rules: addEach(
      noIncidents,
      facets.map(({ rules }) => rules),
    ),
    labels: addEach(
      noIncidents,
      facets.map(({ labels }) => labels),
    ),
    hours: addNumbers({}, ...facets.map(({ hours }) => hours)),
    places: addEach(
      {},
      facets.map(({ places }) => places),
    ),
    acknowledge: addNumbers({}, ...facets.map(({ acknowledge }) => acknowledge)),
    resolve: addNumbers({}, ...facets.map(({ resolve }) => resolve)),
  }
}

export function watchOf({ cameras, objects }: Pick<DayInsights, 'cameras' | 'objects'>): Watch {
  return addWatches([
    ...cameras.flatMap(({ camera, hours }) => hours.map(({ hour: _, ...minutes }) => ({ uptime: { [camera]: minutes }, objects: {} }))),
    ...objects.map(({ camera, label, count }) => ({ uptime: {}, objects: { [camera]: { [label]: count } } })),
  ])
}

export function addWatches(watches: readonly Watch[]): Watch {
  const cameras = new Set(watches.flatMap(({ objects }) => Object.keys(objects)))
  return {
    uptime: addEach(
      noMinutes,
      watches.map(({ uptime }) => uptime),
    ),
    objects: Object.fromEntries(
      [...cameras].sort().map((camera) => [camera, addNumbers({}, ...watches.map(({ objects }) => objects[camera] ?? {}))]),
    ),
  }
}

/** Every side from which a day can be looked at: all, each camera, rule and label, and each of their combinations that was there. */
export function filtersOf(days: readonly Pick<DayInsights, 'groups'>[]): InsightFilter[] {
  const filters = new Map<string, InsightFilter>([[filterName({}), {}]])
  for (const { camera, rule, label } of days.flatMap(({ groups }) => groups)) {
    for (let choice = 1; choice < 8; choice++) {
      const filter = { ...(choice & 1 && { camera }), ...(choice & 2 && { rule }), ...(choice & 4 && { label }) }
      filters.set(filterName(filter), filter)
    }
  }
  return [...filters].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, filter]) => filter)
}

function filterName({ camera, rule, label }: InsightFilter): string {
  return JSON.stringify([camera ?? null, rule ?? null, label ?? null])
}

type Numbers = Readonly<Record<string, number>>

function addNumbers<Of extends Numbers>(first: Of, ...rest: readonly Numbers[]): Of {
  const sums: Record<string, number> = { ...first }
  for (const numbers of rest) for (const [name, value] of Object.entries(numbers)) sums[name] = (sums[name] ?? 0) + value
  return sums as Of
}

/** Sums by name; the names in their order, so that equal sums are equal texts. */
function addEach<Of extends Numbers>(nothing: Of, records: readonly Readonly<Record<string, Numbers>>[]): Record<string, Of> {
  const sums: Record<string, Record<string, number>> = {}
  for (const record of records)
    for (const [name, numbers] of Object.entries(record)) {
      sums[name] ??= { ...nothing }
      const into = sums[name]
      for (const [part, value] of Object.entries(numbers)) into[part] = (into[part] ?? 0) + value
    }
  return Object.fromEntries(Object.entries(sums).sort(([a], [b]) => (a < b ? -1 : 1))) as Record<string, Of>
}

function spreadOf(seconds: readonly number[]): Spread {
  return addNumbers({}, ...seconds.map((second) => ({ [Number(second.toPrecision(2))]: 1 })))
}

/** Monday is 0. */
function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00.000Z`).getUTCDay() + 6) % 7
}
