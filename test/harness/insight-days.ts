import { findAnomalies, historyDays } from '../../shared/domain/anomaly.ts'
import { type DayInsights, gridColumns, verdicts } from '../../shared/domain/day-insights.ts'
import { filtersOf } from '../../shared/domain/insight-facet.ts'
import { addUpMonths } from '../../shared/operations/add-up-months.ts'
import { dayAfter } from '../../shared/operations/work-out-day.ts'
import type { Ports } from '../../shared/ports.ts'
import { createRandom } from './random.ts'

export interface InsightStory {
  readonly site: string
  /** The last day; it is over. */
  readonly until: string
  readonly days: number
  readonly cameras: readonly string[]
  /** Of camera and hour; what each of them sees with incidents. */
  readonly rules: readonly { readonly rule: string; readonly label: string; readonly perHour: number; readonly falseShare: number }[]
}

/** Shifts of a plant: two on weekdays, one on Saturdays, none on Sundays. */
function shift(weekday: number, hour: number): number {
  if (weekday === 0 || hour < 6 || hour >= 22) return 0
  return weekday === 6 && hour >= 14 ? 0 : 1
}

function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00.000Z`).getUTCDay()
}

/** Days of a plant as they are stored, with outages, and with a load that is not as usual on the last working day before the last two. */
export function insightDays({ site, until, days, cameras, rules }: InsightStory): DayInsights[] {
  const random = createRandom(11)
  const upTo = (most: number) => Math.floor(random() * most)
  const dates = Array.from({ length: days }, (_, index) => dayAfter(until, index - days + 1))
  const odd = dates.slice(0, -2).findLast((day) => shift(weekdayOf(day), 20) > 0)
  return dates.map((day, index): DayInsights => {
    const weekday = weekdayOf(day)
    const load = day === odd ? 1.8 : 1
    const hours = Array.from({ length: 24 }, (_, hour) => hour)
    const groups = cameras.flatMap((camera) =>
      rules.flatMap(({ rule, label, perHour, falseShare }) =>
        hours.flatMap((hour) => {
          const count = shift(weekday, hour) === 0 || random() > perHour ? 0 : 1 + upTo(2)
          if (count === 0) return []
          const verdict = random() < 0.2 ? verdicts[2 + upTo(2)]! : random() < falseShare ? 'rejected' : 'confirmed'
          const cell = gridColumns * (3 + upTo(4)) + 5 + upTo(3) + upTo(4)
          const waits = verdict === 'none' ? [] : Array.from({ length: count }, () => 20 + upTo(400)).sort((a, b) => a - b)
          const common = { hour, camera, rule, label, severity: 'warning' as const, verdict, count }
          return [{ ...common, acknowledgeSeconds: waits, resolveSeconds: waits.map((seconds) => seconds * 4), places: { [cell]: count } }]
        }),
      ),
    )
    return {
      ...{ site, day, isOver: true, groups },
      cameras: cameras.map((camera, place) => ({
        ...{ camera, silentDays: 0 },
        hours: hours.map((hour) => {
          const lost = (index + place * 5) % 13 === 0 && hour > 12 && hour < 17 + place ? 60 : 0
          return { hour, live: 60 - lost, down: place === 0 ? lost : 0, disabled: 0, silent: place === 0 ? 0 : lost }
        }),
      })),
      objects: cameras.flatMap((camera) =>
        hours.flatMap((hour) => {
          const count = Math.round(shift(weekday, hour) * load * (300 + 30 * random()))
          return count === 0 ? [] : [{ hour, camera, label: 'bottle', count }]
        }),
      ),
    }
  })
}

/** Stores them as the timer would have: days, months from every side, anomalies. */
export async function saveInsightDays(ports: Pick<Ports, 'insights'>, days: readonly DayInsights[]): Promise<void> {
  for (const day of days) await ports.insights.saveDay(day)
  const { site } = days[0]!
  await addUpMonths(ports, site, new Set(days.map(({ day }) => day.slice(0, 7))), filtersOf(days))
  for (const [index, { day }] of days.entries()) {
    const found = findAnomalies(site, day, days.slice(Math.max(0, index - historyDays), index + 1), 24)
    if (found.length > 0) await ports.insights.saveAnomalies(site, day, found)
  }
}
