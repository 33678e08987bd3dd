import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from './canonical-json.ts'
import type { DayInsights } from './day-insights.ts'
import { Id, Sha256 } from './ids.ts'
import { type Series, seriesOf } from './insight-series.ts'
import { median } from './median.ts'
import { expectedRange, type Sample } from './robust-range.ts'

/** So many days before are looked at. */
export const historyDays = 28
/** No day has more of them than a person reads. */
const mostOfDay = 5
/** What a message about it names at most. */
const mostCameras = 64
/** An hour counts where its camera was there for so long. */
const leastLiveMinutes = 50
/** A day counts where its camera was there for this share of its usual time. */
const leastLiveShare = 0.8
/** How far from what is expected, at the least, as a share of it: single hours waver more than whole days. */
const effects = { hour: 0.5, day: 0.3 } as const

/** A count that is not like the counts at the same time of other days and weeks. */
export const Anomaly = z.object({
  id: Sha256,
  site: Id,
  day: z.iso.date(),
  measure: z.enum(['incidents', 'objects']),
  /** Undefined = several cameras of the site at once, named in `cameras`. */
  camera: Id.optional(),
  cameras: z.array(Id).max(64),
  /** Of objects. */
  label: z.string().optional(),
  /** The whole day, or hours of the site's clock, both inclusive. */
  window: z.enum(['day', 'hour']),
  fromHour: z.int().min(0).max(23),
  toHour: z.int().min(0).max(23),
  direction: z.enum(['high', 'low']),
  observed: z.number(),
  expected: z.number(),
  /** Between these two nobody would be told. */
  low: z.number(),
  high: z.number(),
  /** Distance from what is expected, in spreads of the days before. */
  score: z.number(),
  /** How many days before were compared with. */
  history: z.int(),
})
export type Anomaly = Readonly<z.infer<typeof Anomaly>>

/**
 * Judges a day against the weeks before it: each hour against the same hour of other days, the whole day against other
 * days, both with the week's own rhythm. A day that goes on is judged by its hours that are over.
 *
 * @param days The day and, as far as they are there, the 28 before it
 * @param hoursOver Hours of the clock that are over
 */
export function findAnomalies(site: Id, day: string, days: readonly DayInsights[], hoursOver: number): Anomaly[] {
  const found = [...seriesOf(days).values()].flatMap((series) => judgeSeries(series, day, hoursOver))
  const told = withoutParts(found)
  return told
    .sort((a, b) => b.score - a.score || (canonicalJson(a) < canonicalJson(b) ? -1 : 1))
    .slice(0, mostOfDay)
    .map((one) => ({ id: idOf(site, one), site, ...one }))
}

type Found = Omit<Anomaly, 'id' | 'site'>

function judgeSeries(series: Series, day: string, hoursOver: number): Found[] {
  const { camera, measure, label } = series
  const own = series.days.get(day)
  if (own === undefined) return []
  const common = {
    day,
    measure,
    ...(camera !== undefined && { camera }),
    cameras: camera === undefined ? [] : [camera],
    ...(label !== undefined && { label }),
  }
  const before = [...series.days].filter(([name]) => name < day)
  const usual = median(before.map(([, { live }]) => live).filter((live) => live > 0))
  if (own.isOver && own.live >= usual * leastLiveShare) {
    const samples = before
      .filter(([, { live, isOver }]) => isOver && live >= usual * leastLiveShare)
      .map(([name, { total }]) => sampleOf(name, total))
    const whole = judge(samples, day, own.total, effects.day)
    // What the day says as a whole, its hours need not say again.
    if (whole !== undefined) return [{ ...common, window: 'day', fromHour: 0, toHour: 23, ...whole }]
  }
  const hours: Found[] = []
  for (let hour = 0; hour < (own.isOver ? 24 : hoursOver); hour++) {
    const isThere = (minutes: readonly number[]) => (minutes[hour] ?? 0) >= leastLiveMinutes
    if (!isThere(own.liveByHour)) continue
    const samples = before.filter(([, { liveByHour }]) => isThere(liveByHour)).map(([name, { hours }]) => sampleOf(name, hours[hour] ?? 0))
    const odd = judge(samples, day, own.hours[hour] ?? 0, effects.hour)
    if (odd !== undefined) join(hours, { ...common, window: 'hour', fromHour: hour, toHour: hour, ...odd })
  }
  return hours
}

function judge(samples: readonly Sample[], day: string, observed: number, effect: number) {
  const range = expectedRange(samples, weekdayOf(day), effect)
  if (range === undefined || (observed >= range.low && observed <= range.high)) return undefined
  const { expected, low, high, spread } = range
  const direction = observed > expected ? ('high' as const) : ('low' as const)
  return {
    direction,
    observed,
    ...{ expected, low, high },
    score: rounded(Math.abs(observed - expected) / spread),
    history: samples.length,
  }
}

/** Hours after each other that are odd in the same way are one finding. */
function join(hours: Found[], next: Found): void {
  const last = hours.at(-1)
  if (last === undefined || last.toHour !== next.fromHour - 1 || last.direction !== next.direction) return void hours.push(next)
  const add = (name: 'observed' | 'expected' | 'low' | 'high') => rounded(last[name] + next[name])
  hours[hours.length - 1] = {
    ...{ ...last, toHour: next.toHour, observed: add('observed'), expected: add('expected'), low: add('low'), high: add('high') },
    ...{ score: Math.max(last.score, next.score), history: Math.min(last.history, next.history) },
  }
}

/** Where several cameras are odd in the same way and the site as a whole is too, that is one finding; otherwise each camera speaks for itself. */
function withoutParts(found: readonly Found[]): Found[] {
  const isAlike = (one: Found, other: Found) =>
    one.measure === other.measure && one.label === other.label && one.direction === other.direction
  const wholes = found
    .filter(({ camera }) => camera === undefined)
    .map((whole) => ({
      ...whole,
      cameras: [...new Set(found.filter((one) => one.camera !== undefined && isAlike(one, whole)).map(({ camera }) => camera!))]
        .sort()
        .slice(0, mostCameras),
    }))
    .filter(({ cameras }) => cameras.length > 1)
  const parts = found.filter((one) => one.camera !== undefined && !wholes.some((whole) => isAlike(one, whole)))
  return [...wholes, ...parts]
}

/** The same finding has the same id, however often it is worked out and whatever came late. */
function idOf(site: Id, { day, measure, camera = '', label = '', window, fromHour, direction }: Found): string {
  return createHash('sha256')
    .update(canonicalJson([site, day, measure, camera, label, window, fromHour, direction]))
    .digest('hex')
}

function sampleOf(day: string, value: number): Sample {
  return { weekday: weekdayOf(day), value }
}

function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00.000Z`).getUTCDay()
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
