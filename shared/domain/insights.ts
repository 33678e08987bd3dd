import { z } from 'zod'
import { Count, gridColumns, gridRows, UptimeMinutes } from './day-insights.ts'
import { Id } from './ids.ts'
import { addFacets, addWatches, type Facet, type InsightFilter, type Spread, Tally, type Watch } from './insight-facet.ts'

const NamedTally = Tally.extend({ name: z.string() })
const Waits = z.object({
  count: Count,
  medianSeconds: z.number().optional(),
  /** Nine of ten were faster. */
  p90Seconds: z.number().optional(),
})

/** Days are told one by one up to here; longer stretches are told in whole months, so that no answer grows with the years. */
export const maxDaysOneByOne = 92

/** What the pages show of a stretch of days or months. */
export const Insights = z.object({
  site: Id,
  from: z.iso.date(),
  to: z.iso.date(),
  step: z.enum(['day', 'month']),
  total: Tally,
  /** By day (`2026-11-21`) or month (`2026-11`); those of which nothing is known are left out. */
  steps: z.array(Tally.extend({ at: z.string(), objects: Count, uptime: UptimeMinutes })),
  /** The noisiest first: most false alarms, then most incidents. */
  rules: z.array(NamedTally),
  cameras: z.array(NamedTally),
  labels: z.array(NamedTally),
  /** `hours[weekday][hour]`, Monday first. */
  hours: z.array(z.array(Count)),
  places: z.array(z.object({ camera: Id, counts: z.array(Count) })),
  acknowledge: Waits,
  resolve: Waits,
  /** Things that came into sight. */
  objects: z.array(z.object({ camera: Id, label: z.string(), count: Count })),
  /** Minutes by camera, and by day or month. */
  uptime: z.array(z.object({ camera: Id, total: UptimeMinutes, steps: z.array(UptimeMinutes.extend({ at: z.string() })) })),
})
export type Insights = Readonly<z.infer<typeof Insights>>

/** A day or month, seen from the side that was asked for. */
export interface InsightStep {
  readonly at: string
  readonly facet: Facet
  /** Of all cameras and labels: uptime and objects have no rule. */
  readonly watch: Watch
}

export interface InsightSpan {
  readonly site: Id
  readonly from: string
  readonly to: string
  readonly step: 'day' | 'month'
}

/** Adds steps up. Nothing is estimated; times are those of each incident, not averages of averages. */
export function sumInsights(span: InsightSpan, filter: InsightFilter, found: readonly InsightStep[]): Insights {
  const steps = found.map(({ at, facet, watch }) => ({ at, facet, watch: chosenWatch(watch, filter) }))
  const facet = addFacets(steps.map(({ facet }) => facet))
  const watch = addWatches(steps.map(({ watch }) => watch))
  return {
    ...span,
    total: facet.total,
    steps: steps.map(({ at, facet, watch }) => ({
      ...{ at, ...facet.total },
      objects: sum(Object.values(watch.objects).flatMap((labels) => Object.values(labels))),
      uptime: addMinutes(Object.values(watch.uptime)),
    })),
    rules: byNoise(facet.rules),
    cameras: byNoise(facet.cameras),
    labels: byNoise(facet.labels),
    hours: Array.from({ length: 7 }, (_, day) => Array.from({ length: 24 }, (_, hour) => facet.hours[day * 24 + hour] ?? 0)),
    places: Object.entries(facet.places).map(([camera, cells]) => ({
      camera,
      counts: Array.from({ length: gridColumns * gridRows }, (_, cell) => cells[cell] ?? 0),
    })),
    acknowledge: waitsOf(facet.acknowledge),
    resolve: waitsOf(facet.resolve),
    objects: Object.entries(watch.objects)
      .flatMap(([camera, labels]) => Object.entries(labels).map(([label, count]) => ({ camera, label, count })))
      .sort((a, b) => b.count - a.count || (a.camera + a.label < b.camera + b.label ? -1 : 1)),
    uptime: Object.entries(watch.uptime).map(([camera, total]) => ({
      ...{ camera, total },
      steps: steps.flatMap(({ at, watch }) => {
        const minutes = watch.uptime[camera]
        return minutes === undefined ? [] : [{ at, ...minutes }]
      }),
    })),
  }
}

function chosenWatch({ uptime, objects }: Watch, { camera, label }: InsightFilter): Watch {
  const isChosen = ([name]: readonly [string, unknown]) => camera === undefined || name === camera
  const ofLabel = (counts: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(counts).filter(([name]) => name === label))
  return {
    uptime: Object.fromEntries(Object.entries(uptime).filter(isChosen)),
    objects: Object.fromEntries(
      Object.entries(objects)
        .filter(isChosen)
        .map(([name, counts]) => [name, label === undefined ? counts : ofLabel(counts)]),
    ),
  }
}

function byNoise(tallies: Readonly<Record<string, Tally>>) {
  const all = Object.entries(tallies).map(([name, tally]) => ({ name, ...tally }))
  const size = ({ confirmed, rejected, inconclusive, none }: Tally) => confirmed + rejected + inconclusive + none
  return all.sort((a, b) => b.rejected - a.rejected || size(b) - size(a) || (a.name < b.name ? -1 : 1))
}

function waitsOf(spread: Spread) {
  const times = Object.entries(spread)
    .map(([seconds, count]) => ({ seconds: Number(seconds), count }))
    .sort((a, b) => a.seconds - b.seconds)
  const count = sum(times.map(({ count }) => count))
  const at = (share: number) => {
    const place = Math.min(count - 1, Math.floor(share * count))
    let passed = 0
    for (const time of times) {
      passed += time.count
      if (passed > place) return time.seconds
    }
    return undefined
  }
  return { count, medianSeconds: at(0.5), p90Seconds: at(0.9) }
}

function addMinutes(all: readonly UptimeMinutes[]): UptimeMinutes {
  const sumOf = (state: keyof UptimeMinutes) => sum(all.map((minutes) => minutes[state]))
  return { live: sumOf('live'), down: sumOf('down'), disabled: sumOf('disabled'), silent: sumOf('silent') }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
