import { type Weekday, type WeeklyHours, weekdays } from './roster.ts'

/** Whether a moment lies in one of the windows, read off the wall clock of the time zone. */
export function isWithin(windows: readonly WeeklyHours[], at: Date, timeZone: string): boolean {
  const { day, time } = wallClock(at, timeZone)
  const dayBefore = weekdays[(weekdays.indexOf(day) + 6) % 7]!
  return windows.some(({ days, from, to }) => {
    if (from < to) return days.includes(day) && from <= time && time < to
    // Over midnight: the evening belongs to the day that is named, the morning to the day after it.
    return (days.includes(day) && from <= time) || (days.includes(dayBefore) && time < to)
  })
}

function wallClock(at: Date, timeZone: string): { day: Weekday; time: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
  return { day: part('weekday').toLowerCase() as Weekday, time: `${part('hour')}:${part('minute')}` }
}
