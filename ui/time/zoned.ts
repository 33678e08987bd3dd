const day = 86_400_000

/** What the wall clock of a time zone is ahead of UTC at a moment, in milliseconds. */
function offsetAt(ms: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  }).formatToParts(ms)
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '00'
  const wall = `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`
  return Date.parse(wall) - Math.floor(ms / 1000) * 1000
}

/** The moment at which the clock on the wall shows a day (`2026-11-21`) and a time (`06:30` or `06:30:18`); NaN where that is none. */
export function momentAt(date: string, time: string, timeZone: string): number {
  const wall = Date.parse(`${date}T${time}Z`)
  if (Number.isNaN(wall)) return Number.NaN
  // On the day of a change the offset of before may be the wrong one: looked at again where the first guess leads.
  return wall - offsetAt(wall - offsetAt(wall, timeZone), timeZone)
}

/** From midnight to midnight there: 23 or 25 hours when the clocks change. */
export function dayBounds(date: string, timeZone: string): { from: number; to: number } {
  return { from: momentAt(date, '00:00', timeZone), to: momentAt(shiftDay(date, 1), '00:00', timeZone) }
}

/** `2026-11-30` and one day → `2026-12-01`. */
export function shiftDay(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00Z`) + days * day).toISOString().slice(0, 10)
}

/** `06:30:18` on the wall there, whatever the person's language: what time inputs take. */
export function wallTime(ms: number, timeZone: string): string {
  return new Date(ms + offsetAt(ms, timeZone)).toISOString().slice(11, 19)
}
