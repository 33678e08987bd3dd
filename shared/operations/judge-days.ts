import { crashPoint } from '../crash-point.ts'
import { type Anomaly, findAnomalies, historyDays } from '../domain/anomaly.ts'
import { hoursOfDay } from '../domain/camera-uptime.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import type { ComplianceItem } from '../domain/compliance-item.ts'
import { enqueueCompliance } from './enqueue-compliance.ts'
import type { InsightSite } from './gather-hours.ts'
import type { SettlePorts } from './settle-days.ts'
import { dayAfter } from './work-out-day.ts'

/**
 * Looks for anomalies on these days, and on those after them that were compared with them. What is
 * new is handed over, for somebody to decide whether it may leave the site. Answers the days whose anomalies are others
 * than before; a plan lies beside each of them.
 */
export async function judgeDays(
  ports: SettlePorts,
  { id: site, timeZone }: InsightSite,
  changed: readonly string[],
  { today, hour }: { readonly today: string; readonly hour: string },
): Promise<string[]> {
  if (changed.length === 0) return []
  const { insights } = ports
  const sorted = changed.toSorted()
  const [first, last] = [sorted[0]!, sorted.at(-1)!]
  const until = [dayAfter(last, historyDays), today].sort()[0]!
  const days = await insights.days({ site, from: dayAfter(first, -historyDays), to: until })
  const known = Map.groupBy(await insights.anomalies({ site, from: first, to: until }), ({ day }) => day)
  const judged: string[] = []
  for (const { day, isOver } of days.filter(({ day }) => day >= first)) {
    const within = days.filter((other) => other.day >= dayAfter(day, -historyDays) && other.day <= day)
    const found = findAnomalies(site, day, within, isOver ? 24 : Number(hour))
    const before = known.get(day) ?? []
    if (canonicalJson(found) === canonicalJson(before)) continue
    await insights.savePlan(site, day, [])
    const old = new Set(before.map(canonicalJson))
    const news = found.filter((anomaly) => !old.has(canonicalJson(anomaly)))
    await enqueueCompliance(
      ports,
      news.map((anomaly) => itemOf(anomaly, timeZone)),
    )
    await insights.saveAnomalies(site, day, found)
    crashPoint('insights-judged')
    judged.push(day)
  }
  return judged
}

function itemOf(anomaly: Anomaly, timeZone: string): ComplianceItem {
  const { id, site, day, fromHour, toHour, measure, cameras, label, observed, expected, low, high } = anomaly
  const hours = hoursOfDay(day, timeZone).filter(({ hour }) => hour >= fromHour && hour <= toHour)
  const [first, last] = [hours[0]!, hours.at(-1)!]
  const until = new Date(Date.parse(last.startsAt) + last.minutes * 60_000).toISOString()
  const facts = { measure, cameras, observed, expected, low, high, ...(label !== undefined && { label }) }
  return { kind: 'anomaly', site, anomaly: { id, at: first.startsAt, until, ...facts } }
}
