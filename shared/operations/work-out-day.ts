import { hoursOfDay } from '../domain/camera-uptime.ts'
import { type DayInsights, summarizeDay } from '../domain/day-insights.ts'
import type { Incident } from '../domain/incident.ts'
import type { Ports } from '../ports.ts'
import type { InsightSite } from './gather-hours.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** What a site's day comes to by what is stored now. It reads and writes nothing else: twice comes to the same. */
export async function workOutDay(
  { incidents, insights }: Pick<Ports, 'incidents' | 'insights'>,
  site: InsightSite,
  day: string,
  isOver: boolean,
): Promise<DayInsights> {
  const clock = hoursOfDay(day, site.timeZone)
  const startMs = Date.parse(clock[0]!.startsAt)
  const last = clock.at(-1)!
  const to = new Date(Date.parse(last.startsAt) + last.minutes * 60_000).toISOString()
  const [hours, [dayBefore], found] = await Promise.all([
    insights.hours({ site: site.id, from: new Date(startMs - hourMs).toISOString(), to }),
    insights.days({ site: site.id, from: dayAfter(day, -1), to: dayAfter(day, -1) }),
    allIncidents(incidents, site.id, new Date(startMs).toISOString(), to),
  ])
  return summarizeDay(site, day, { incidents: found, hours, dayBefore, isOver })
}

/** @param count Negative = before */
export function dayAfter(day: string, count = 1): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + count * dayMs).toISOString().slice(0, 10)
}

async function allIncidents(incidents: Ports['incidents'], site: string, from: string, to: string): Promise<Incident[]> {
  const found: Incident[] = []
  let cursor: string | undefined
  do {
    const page = await incidents.list({ sites: [site], from, to, limit: 100, ...(cursor !== undefined && { cursor }) })
    found.push(...page.items)
    cursor = page.cursor
  } while (cursor !== undefined)
  return found
}
