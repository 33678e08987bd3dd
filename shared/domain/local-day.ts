import { wallClock } from './due-nights.ts'

const quarterMs = 15 * 60_000

/** When the day of this moment began on the site's wall. Zones begin at quarters of an hour. */
export function startOfLocalDay(at: Date, timeZone: string): Date {
  const { date } = wallClock(at, timeZone)
  let ms = Math.floor(at.getTime() / quarterMs) * quarterMs
  while (wallClock(new Date(ms - quarterMs), timeZone).date === date) ms -= quarterMs
  return new Date(ms)
}
