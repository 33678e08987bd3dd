import type { Answer } from '../../api/call.ts'
import { type Weekday, weekdays } from '../../time/day-words.ts'
import { shiftDay, wallTime } from '../../time/zoned.ts'

export type Roster = Answer<'getRoster'>
export type Recipient = Roster['recipients'][number]
export type Schedule = Roster['schedules'][number]
export type Shift = Schedule['shifts'][number]

/** The day of the week of `2026-11-21`. */
export function weekdayOf(date: string): Weekday {
  return weekdays[(new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7]!
}

/** Ids of those whose shift it is. A shift that ends at or before its start goes on into the next day. */
export function onCallNow(schedules: readonly Schedule[], now: number, today: string, timeZone: string): readonly string[] {
  const time = wallTime(now, timeZone).slice(0, 5)
  const [day, yesterday] = [weekdayOf(today), weekdayOf(shiftDay(today, -1))]
  const runs = ({ days, from, to }: Shift) => {
    if (from < to) return days.includes(day) && from <= time && time < to
    return (days.includes(day) && from <= time) || (days.includes(yesterday) && time < to)
  }
  return [...new Set(schedules.flatMap(({ shifts }) => shifts.filter(runs).flatMap(({ onCall }) => onCall)))]
}
