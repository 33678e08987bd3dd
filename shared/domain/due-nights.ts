import type { LocalDate } from './night.ts'

/** What the clock on the site's wall says. */
export interface WallClock {
  readonly date: LocalDate
  /** `HH:mm` */
  readonly time: string
}

/**
 * The date of the run that was due last. Told from the clock on the wall, and not by counting hours: a half past two
 * that a spring night leaves out is due at three, and the second half past two of an autumn night belongs to the run of the first.
 *
 * @param startsAt `HH:mm` by the clock on the wall
 */
export function lastDueDate(now: Date, timeZone: string, startsAt: string): LocalDate {
  const { date, time } = wallClock(now, timeZone)
  return time >= startsAt ? date : dayBefore(date)
}

/**
 * The date for which a night must be started now, if one must.
 *
 * One run a date: what was missed while nothing ran is caught up by the next run, which looks at everything since the
 * last. A clock that was set back finds the date done. A new site's first run is the one after its first change.
 *
 * @param lastDate Of the newest run
 * @param firstChange When something happened for the first time; asked where there was no run yet
 */
export function dueNight(
  now: Date,
  site: { readonly timeZone: string; readonly startsAt: string },
  lastDate: LocalDate | undefined,
  firstChange: Date | undefined,
): LocalDate | undefined {
  const due = lastDueDate(now, site.timeZone, site.startsAt)
  const last = lastDate ?? (firstChange && lastDueDate(firstChange, site.timeZone, site.startsAt))
  return last !== undefined && last < due ? due : undefined
}

export function wallClock(at: Date, timeZone: string): WallClock {
  const [date = '', time = ''] = formatOf(timeZone).format(at).split(' ')
  return { date, time }
}

// Making one takes longer than everything else here.
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  // The Swedish way to write a time is ISO 8601's.
  const format = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  })
  formats.set(timeZone, format)
  return format
}

function dayBefore(date: LocalDate): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00.000Z`) - 24 * 3_600_000).toISOString().slice(0, 10)
}
