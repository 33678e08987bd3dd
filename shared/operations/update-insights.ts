import { crashPoint } from '../crash-point.ts'
import { wallClock } from '../domain/due-nights.ts'
import type { Ports } from '../ports.ts'
import { gatherHours, type InsightSite } from './gather-hours.ts'
import { inParallel } from './in-parallel.ts'
import { recountDays } from './recount-day.ts'
import { type SettlePorts, settleDays } from './settle-days.ts'
import { dayAfter } from './work-out-day.ts'

/** A change is announced before it is written: what was announced shortly before the last look is looked at again. */
const overlapMs = 5 * 60_000
const readsAtOnce = 16
/** Of a site, in one pass: a timer's run must end. */
const hoursRecountedAtOnce = 25
/** After a long stop, days further back hold nothing but cameras that nobody expects any more. */
const mostDaysClosed = 16

export type InsightPorts = SettlePorts &
  Pick<Ports, 'rosters' | 'changes' | 'intakeLog' | 'inferences' | 'healthHistory' | 'devices' | 'storageTime'>

/** What became of a site: the days that are others than before, or why they could not be worked out. */
export interface InsightsOutcome {
  readonly site: string
  readonly days: readonly string[]
  readonly error?: unknown
}

/**
 * Works out anew every day in which something happened since the last time. Killed anywhere it begins again where it was:
 * hours are sets, and a day is worked out from what is stored, not added to, so nothing can count twice.
 */
export async function updateInsights(ports: InsightPorts): Promise<readonly InsightsOutcome[]> {
  const outcomes: InsightsOutcome[] = []
  for (const site of await ports.rosters.listSites()) {
    try {
      outcomes.push({ site: site.id, days: await updateSite(ports, site) })
    } catch (error) {
      // One site's trouble must not keep the others waiting.
      outcomes.push({ site: site.id, days: [], error })
    }
  }
  return outcomes
}

async function updateSite(ports: InsightPorts, site: InsightSite): Promise<readonly string[]> {
  const now = await ports.storageTime()
  const wall = wallClock(ports.clock(), site.timeZone)
  const turn = { today: wall.date, hour: wall.time.slice(0, 2) }
  const before = await ports.insights.progress(site.id)
  const isNew = before === undefined || before.day !== turn.today || before.hour !== turn.hour
  // A second more than now: the change log gives times finer than milliseconds.
  const since = {
    from: before && new Date(Date.parse(before.at) - overlapMs).toISOString(),
    to: new Date(now.getTime() + 1000).toISOString(),
  }
  const recounted = await recountDays(ports, site, hoursRecountedAtOnce)
  const dirty = new Set([
    ...(await daysOfIncidents(ports, site, since)),
    ...(await gatherHours(ports, site, since)),
    ...recounted.flatMap((day) => [day, dayAfter(day)]),
    ...daysThatEnded(before?.day, turn.today),
    // A device whose clock runs ahead may have spoken of a day that had not begun.
    ...(isNew ? [turn.today] : []),
  ])
  const settled = await settleDays(ports, site, dirty, { ...turn, isNew })
  for (const day of recounted) await ports.insights.removeRecount(site.id, day)
  // Last: whoever dies before does all of it again.
  await ports.insights.saveProgress(site.id, { at: now.toISOString(), day: turn.today, hour: turn.hour })
  crashPoint('insights-done')
  return settled
}

async function daysOfIncidents(
  { changes, incidents }: Pick<Ports, 'changes' | 'incidents'>,
  site: InsightSite,
  since: { readonly from: string | undefined; readonly to: string },
): Promise<Set<string>> {
  const touched = new Set<string>()
  for await (const { kind, id } of changes.read({ site: site.id, ...since }))
    if (kind === 'incident' || kind === 'decision') touched.add(id)
  const days = new Set<string>()
  await inParallel(touched, readsAtOnce, async (id) => {
    const incident = (await incidents.find(id))?.value
    if (incident?.site === site.id) days.add(wallClock(new Date(incident.startedAt), site.timeZone).date)
  })
  return days
}

function daysThatEnded(last: string | undefined, today: string): string[] {
  if (last === undefined) return []
  const days = Array.from({ length: mostDaysClosed }, (_, back) => dayAfter(today, -1 - back))
  return days.filter((day) => day >= last)
}
