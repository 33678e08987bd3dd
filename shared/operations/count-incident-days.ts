import { wallClock } from '../domain/due-nights.ts'
import type { IncidentDay } from '../domain/incident-day.ts'
import type { IncidentOutline, IncidentQuery, Ports } from '../ports.ts'

/** No place on earth is further from UTC than this. */
const widestOffsetMs = 14 * 3600 * 1000

/** Clocks differ from UTC by whole quarters of an hour: all incidents of one lie on the same day. */
const quarterMs = 15 * 60_000

type Filters = Omit<IncidentQuery, 'sites' | 'from' | 'to' | 'cursor' | 'limit'>

/**
 * How many incidents each day of a month had, by the calendar of the site. Days without any are left out.
 *
 * It reads the rows of that month and nothing else, so its cost does not grow with what was before.
 *
 * @param month As `2026-11`
 */
export async function countIncidentDays(
  { incidents }: Pick<Ports, 'incidents'>,
  site: { readonly id: string; readonly timeZone: string },
  month: string,
  filters: Filters = {},
): Promise<readonly IncidentDay[]> {
  const days = new Map<string, IncidentDay>()
  const dayAt = localDays(site.timeZone)
  const count = ({ startedAt, severity, state, verdict }: IncidentOutline) => {
    const day = dayAt(startedAt)
    if (!day.startsWith(month)) return
    const known = days.get(day) ?? { day, critical: 0, warning: 0, info: 0, unjudged: 0 }
    const isWaiting = state !== 'resolved' && verdict === undefined
    days.set(day, { ...known, [severity]: known[severity] + 1, unjudged: known.unjudged + (isWaiting ? 1 : 0) })
  }
  for await (const some of incidents.outline({ ...filters, ...aroundMonth(month), sites: [site.id], limit: 100 })) some.forEach(count)
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1))
}

function aroundMonth(month: string) {
  const first = new Date(`${month}-01T00:00:00.000Z`)
  const next = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1)
  return {
    from: new Date(first.getTime() - widestOffsetMs).toISOString(),
    to: new Date(next + widestOffsetMs).toISOString(),
  }
}

/** The local day of an instant; asking the time zone for each of 100,000 incidents would take longer than reading them. */
function localDays(timeZone: string): (instant: string) => string {
  const known = new Map<number, string>()
  return (instant) => {
    const quarter = Math.floor(Date.parse(instant) / quarterMs)
    const day = known.get(quarter) ?? wallClock(new Date(quarter * quarterMs), timeZone).date
    known.set(quarter, day)
    return day
  }
}
