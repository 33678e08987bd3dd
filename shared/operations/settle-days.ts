import { crashPoint } from '../crash-point.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import type { DayInsights } from '../domain/day-insights.ts'
import { filtersOf, type InsightFilter } from '../domain/insight-facet.ts'
import type { Ports } from '../ports.ts'
import { addUpMonths } from './add-up-months.ts'
import type { InsightSite } from './gather-hours.ts'
import { judgeDays } from './judge-days.ts'
import { dayAfter, workOutDay } from './work-out-day.ts'
import { writeInsightFiles } from './write-insight-files.ts'

export type SettlePorts = Pick<
  Ports,
  'incidents' | 'insights' | 'insightFiles' | 'complianceItems' | 'complianceQueue' | 'clock' | 'telemetry'
>

/**
 * Works days out anew, and what is made of them: their months, their anomalies, their files. A plan lies beside each day
 * from before its first write until after the last; whoever finds one does the day again.
 *
 * @param turn Of the site's clock; `isNew`: an hour ended since the last time
 * @returns the days that were written
 */
export async function settleDays(
  ports: SettlePorts,
  site: InsightSite,
  dirty: Iterable<string>,
  turn: { readonly today: string; readonly hour: string; readonly isNew: boolean },
): Promise<string[]> {
  const planned = new Map((await ports.insights.plans(site.id)).map(({ day, filters }) => [day, filters]))
  const queue = new Set([...dirty, ...planned.keys()].filter((day) => day <= turn.today))
  const sides = new Map<string, InsightFilter>()
  const settled: string[] = []
  while (queue.size > 0) {
    const day = [...queue].sort()[0]!
    queue.delete(day)
    const change = await settleDay(ports, site, day, planned.get(day), day < turn.today)
    if (change === undefined) continue
    settled.push(day)
    for (const filter of change.filters) sides.set(canonicalJson(filter), filter)
    // A camera that nobody hears of any more is missing on the next day, too.
    if (change.reachesOn && dayAfter(day) <= turn.today) queue.add(dayAfter(day))
  }
  await addUpMonths(ports, site.id, new Set(settled.map((day) => day.slice(0, 7))), [...sides.values()])
  const judged = await judgeDays(ports, site, turn.isNew ? [...settled, turn.today] : settled, turn)
  for (const day of new Set([...settled, ...judged])) {
    if (day < turn.today) await writeInsightFiles(ports, site.id, day)
    await ports.insights.removePlan(site.id, day)
    crashPoint('insights-settled')
  }
  return settled
}

/** Of the day that goes on, for those who watch the system; people see it on the insights page. */
function reportFalseAlarms({ telemetry }: Pick<Ports, 'telemetry'>, { site, groups }: DayInsights): void {
  const of = (wanted: string) => groups.reduce((sum, { verdict, count }) => (verdict === wanted ? sum + count : sum), 0)
  const [rejected, confirmed] = [of('rejected'), of('confirmed')]
  if (rejected + confirmed > 0) telemetry.state('sightloop.false-alarm.share', rejected / (rejected + confirmed), { site })
}

/** Undefined where the day is as it was. */
async function settleDay(
  ports: SettlePorts,
  site: InsightSite,
  day: string,
  planned: readonly InsightFilter[] | undefined,
  isOver: boolean,
): Promise<{ filters: readonly InsightFilter[]; reachesOn: boolean } | undefined> {
  const [old] = await ports.insights.days({ site: site.id, from: day, to: day })
  const fresh = await workOutDay(ports, site, day, isOver)
  if (!isOver) reportFalseAlarms(ports, fresh)
  const isSame = old === undefined ? isEmpty(fresh) : canonicalJson(old) === canonicalJson(fresh)
  if (isSame && planned === undefined) return undefined
  const filters = [...filtersOf(changedGroups(old, fresh)), ...(planned ?? [])]
  await ports.insights.savePlan(site.id, day, filters)
  crashPoint('insights-plan')
  await ports.insights.saveDay(fresh)
  crashPoint('insights-day')
  return { filters, reachesOn: planned !== undefined || carryOf(old) !== carryOf(fresh) }
}

/** Groups that are in one of the two alone: only from their sides does the month look different. */
function changedGroups(old: DayInsights | undefined, fresh: DayInsights): Pick<DayInsights, 'groups'>[] {
  const texts = (groups: DayInsights['groups']) => new Set(groups.map(canonicalJson))
  const [before, after] = [texts(old?.groups ?? []), texts(fresh.groups)]
  return [
    { groups: (old?.groups ?? []).filter((group) => !after.has(canonicalJson(group))) },
    { groups: fresh.groups.filter((group) => !before.has(canonicalJson(group))) },
  ]
}

function carryOf(day: DayInsights | undefined): string {
  return canonicalJson((day?.cameras ?? []).map(({ camera, silentDays }) => [camera, silentDays]))
}

function isEmpty({ groups, cameras, objects }: DayInsights): boolean {
  return groups.length + cameras.length + objects.length === 0
}
