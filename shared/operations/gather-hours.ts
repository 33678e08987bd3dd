import { crashPoint } from '../crash-point.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { wallClock } from '../domain/due-nights.ts'
import { emptyHour, type HourFacts, hoursOfHealth, hoursOfInference, mergeHours } from '../domain/hour-facts.ts'
import type { Id, Instant } from '../domain/ids.ts'
import { intakeMinute } from '../domain/intake-id.ts'
import type { Ports } from '../ports.ts'
import { inParallel } from './in-parallel.ts'

const readsAtOnce = 16
const hourMs = 3_600_000

export interface InsightSite {
  readonly id: Id
  readonly timeZone: string
}

/**
 * Puts into the hours what came in between two instants of the storage's clock. Putting it in again changes nothing.
 * Answers the days whose figures may be others now.
 */
export async function gatherHours(
  { intakeLog, inferences, healthHistory, insights }: Pick<Ports, 'intakeLog' | 'inferences' | 'healthHistory' | 'insights'>,
  site: InsightSite,
  { from, to }: { readonly from: Instant | undefined; readonly to: Instant },
): Promise<Set<string>> {
  const marks = new Map<string, { readonly kind: string; readonly id: string }>()
  for await (const { kind, id } of intakeLog.read({ site: site.id, from, to })) marks.set(`${kind} ${id}`, { kind, id })
  const gathered = new Map<string, HourFacts>()
  const gather = (hours: readonly HourFacts[]) => {
    for (const hour of hours) {
      const name = `${hour.camera} ${hour.startsAt}`
      const known = gathered.get(name)
      gathered.set(name, known === undefined ? hour : mergeHours(known, hour))
    }
  }
  await inParallel(marks.values(), readsAtOnce, async ({ kind, id }) => {
    const { of, ...minute } = intakeMinute(id)
    if (kind === 'health') for (const one of await healthHistory.read(of, minute.from, minute.to)) gather(hoursOfHealth(one, site))
    else
      for await (const { message, time } of inferences.read({ site: site.id, camera: of, ...minute }))
        gather(hoursOfInference(message, time, site))
  })
  const days = new Set<string>()
  await inParallel(gathered.values(), readsAtOnce, async (hour) => {
    const known = await insights.findHour(site.id, hour.camera, hour.startsAt)
    const merged = mergeHours(known ?? emptyHour(site.id, hour.camera, hour.startsAt), hour)
    if (canonicalJson(merged) !== canonicalJson(known ?? null)) {
      await insights.saveHour(merged)
      crashPoint('insights-hour')
    }
    // Also of an hour that was there already: whoever wrote it may have died before its day was worked out.
    for (const day of daysOfHour(merged.startsAt, site)) days.add(day)
  })
  return days
}

/** An hour is counted on its own day; what it saw is not counted again in the hour after it. */
export function daysOfHour(startsAt: Instant, { timeZone }: InsightSite): string[] {
  return [0, hourMs].map((ms) => wallClock(new Date(Date.parse(startsAt) + ms), timeZone).date)
}
