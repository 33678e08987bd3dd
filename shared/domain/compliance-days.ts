import { type HourCounts, type OutcomeCount, startOfHour } from './compliance-decision.ts'
import { wallClock } from './due-nights.ts'
import type { Instant } from './ids.ts'

/** Day by the clock on the site's wall. An hour that begins on one day and ends on the next (India, half past) is the first one's. */
export const localDayOf = (instant: Instant, timeZone: string): string => wallClock(new Date(instant), timeZone).date

export interface DayCount extends OutcomeCount {
  readonly day: string
}

/** Hours put together to days, in the order of days. */
export function sumByDay(hours: readonly HourCounts[], timeZone: string): DayCount[] {
  const sums = new Map<string, DayCount>()
  for (const { hour, counts } of hours) {
    const day = localDayOf(startOfHour(hour), timeZone)
    for (const { kind, outcome, rule, policy, items } of counts) {
      const key = JSON.stringify([day, kind, outcome, rule, policy])
      sums.set(key, { day, kind, outcome, rule, policy, items: (sums.get(key)?.items ?? 0) + items })
    }
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count)
}
