import { z } from 'zod'
import { hoursOfDay, uptimeOf } from './camera-uptime.ts'
import { wallClock } from './due-nights.ts'
import { countNewObjects, type HourFacts } from './hour-facts.ts'
import { Id } from './ids.ts'
import type { Incident, VerdictValue } from './incident.ts'
import { Severity } from './rule.ts'

export const Count = z.int().nonnegative()
export const verdicts = ['confirmed', 'rejected', 'inconclusive', 'none'] as const
export type Verdict = VerdictValue | 'none'

/** Pictures are counted on by cells of a grid: fine enough to see a place, coarse enough to be one number a cell. */
export const gridColumns = 16
export const gridRows = 9

const Hour = z.int().min(0).max(23)

/** Incidents of a day that agree in all of these. */
const Group = z.object({
  /** Of the clock on the site's wall; the second hour of an autumn night's two counts with the first. */
  hour: Hour,
  camera: Id,
  rule: Id,
  label: z.string(),
  severity: Severity,
  verdict: z.enum(verdicts),
  count: Count,
  /** Seconds from the beginning of an incident to the first person who took it on, ascending; late incidents are left out. */
  acknowledgeSeconds: z.array(Count),
  /** Seconds from the beginning to the resolve that stands, ascending. */
  resolveSeconds: z.array(Count),
  /** Cell of the grid (row by row) to how often the centre of what was seen lay in it. */
  places: z.record(z.string(), Count),
})
type Group = z.infer<typeof Group>

/** Minutes; together they are the hour, as far as it was over when the day was worked out. */
export const UptimeMinutes = z.object({ live: Count, down: Count, disabled: Count, silent: Count })
export type UptimeMinutes = z.infer<typeof UptimeMinutes>

const CameraDay = z.object({
  camera: Id,
  /** Days in a row without a word of it, this one among them. */
  silentDays: Count,
  hours: z.array(UptimeMinutes.extend({ hour: Hour })),
})

/**
 * What a site's day comes to: a pure function of what is stored of the day and of the day before, so that it can be worked
 * out again at any time and comes to the same bytes.
 */
export const DayInsights = z.object({
  site: Id,
  /** By the calendar of the site. */
  day: z.iso.date(),
  /** The day was over when it was worked out: what is missing then is missing. */
  isOver: z.boolean(),
  groups: z.array(Group),
  cameras: z.array(CameraDay),
  objects: z.array(z.object({ hour: Hour, camera: Id, label: z.string(), count: Count })),
})
export type DayInsights = Readonly<z.infer<typeof DayInsights>>

export interface DayFacts {
  /** All of the site that began on that day; others are passed over. */
  readonly incidents: readonly Incident[]
  /** Of the day and the hour before it; others are passed over. */
  readonly hours: readonly HourFacts[]
  readonly dayBefore: Pick<DayInsights, 'cameras'> | undefined
  readonly isOver: boolean
}

export function summarizeDay(site: { readonly id: Id; readonly timeZone: string }, day: string, facts: DayFacts): DayInsights {
  const clock = hoursOfDay(day, site.timeZone)
  return {
    ...{ site: site.id, day, isOver: facts.isOver },
    groups: groupsOf(site.timeZone, day, facts.incidents),
    cameras: uptimeOf(clock, facts),
    objects: objectsOf(new Map(clock.map(({ startsAt, hour }) => [startsAt, hour])), facts.hours),
  }
}

function groupsOf(timeZone: string, day: string, incidents: readonly Incident[]): Group[] {
  const groups = new Map<string, Group>()
  for (const incident of incidents) {
    const { date, time } = wallClock(new Date(incident.startedAt), timeZone)
    // What is wrong with a camera is in its uptime; here is what rules of people found.
    if (date !== day || incident.kind === 'camera') continue
    const { camera, rule, label, severity } = incident
    const key = { hour: Number(time.slice(0, 2)), camera, rule, label, severity, verdict: incident.verdict ?? ('none' as const) }
    const name = JSON.stringify(Object.values(key))
    const group = groups.get(name) ?? { ...key, count: 0, acknowledgeSeconds: [], resolveSeconds: [], places: {} }
    const cell = cellOf(incident)
    group.places[cell] = (group.places[cell] ?? 0) + 1
    // What reached us late could not be taken on in time by anybody.
    if (incident.acknowledgedAt !== undefined && !incident.isLate)
      group.acknowledgeSeconds.push(secondsUntil(incident, incident.acknowledgedAt))
    if (incident.resolvedAt !== undefined && !incident.isLate) group.resolveSeconds.push(secondsUntil(incident, incident.resolvedAt))
    groups.set(name, { ...group, count: group.count + 1 })
  }
  for (const { acknowledgeSeconds, resolveSeconds } of groups.values())
    for (const all of [acknowledgeSeconds, resolveSeconds]) all.sort((a, b) => a - b)
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group)
}

/** Hours that the clock shows twice count as one. */
function objectsOf(clock: ReadonlyMap<string, number>, hours: readonly HourFacts[]): DayInsights['objects'] {
  const byStart = new Map(hours.map((facts) => [`${facts.camera} ${facts.startsAt}`, facts]))
  const counts = new Map<string, DayInsights['objects'][number]>()
  for (const facts of hours) {
    const hour = clock.get(facts.startsAt)
    if (hour === undefined) continue
    const before = byStart.get(`${facts.camera} ${new Date(Date.parse(facts.startsAt) - 3_600_000).toISOString()}`)
    for (const [label, count] of Object.entries(countNewObjects(facts, before))) {
      const key = JSON.stringify([hour, facts.camera, label])
      counts.set(key, { hour, camera: facts.camera, label, count: count + (counts.get(key)?.count ?? 0) })
    }
  }
  return [...counts.values()].filter(({ count }) => count > 0).sort(inOrder)
}

function inOrder(a: DayInsights['objects'][number], b: DayInsights['objects'][number]): number {
  return a.hour - b.hour || compare(a.camera, b.camera) || compare(a.label, b.label)
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b))

function cellOf({ peak }: Incident): number {
  const { left, top, width, height } = peak.detection.box
  const column = Math.min(gridColumns - 1, Math.floor((left + width / 2) * gridColumns))
  const row = Math.min(gridRows - 1, Math.floor((top + height / 2) * gridRows))
  return row * gridColumns + column
}

function secondsUntil({ startedAt }: Incident, at: string): number {
  return Math.max(0, Math.round((Date.parse(at) - Date.parse(startedAt)) / 1000))
}
