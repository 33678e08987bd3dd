import { timeSpanMilliseconds } from '../app/time-span.ts'

/** When a timer goes off. Times are UTC. */
export interface Schedule {
  /** The first occurrence after `from`, never `from` itself. */
  next(from: Date): Date
}

interface Field {
  readonly least: number
  readonly most: number
  readonly names?: readonly string[]
}

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']
const fields: readonly Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: months },
  { least: 0, most: 6, names: days },
]
const searchLimitDays = 366 * 28

/**
 * Reads an NCRONTAB expression of six fields (seconds first; five mean "at second 0") or a constant interval as a
 * TimeSpan such as `00:05:00`. Unlike the cron of Unix, a day must fit day of month and day of week at once.
 */
export function parseSchedule(text: string): Schedule {
  const interval = timeSpanMilliseconds(text.trim())
  if (interval !== undefined) {
    if (interval === 0) throw new Error(`The schedule "${text}" never moves on.`)
    return { next: (from) => new Date(from.getTime() + interval) }
  }
  const parts = text.trim().split(/\s+/)
  if (parts.length === 5) parts.unshift('0')
  if (parts.length !== fields.length) throw new Error(`The schedule "${text}" needs six fields: second minute hour day month day-of-week.`)
  const [seconds, minutes, hours, monthDays, monthNumbers, weekDays] = fields.map((field, index) => parseField(parts[index]!, field, text))
  const times = { seconds: seconds!, minutes: minutes!, hours: hours! }
  const isDay = (day: Date) =>
    monthNumbers!.has(day.getUTCMonth() + 1) && monthDays!.has(day.getUTCDate()) && weekDays!.has(day.getUTCDay())

  return {
    next: (from) => {
      const start = new Date(Math.floor(from.getTime() / 1000) * 1000 + 1000)
      for (let offset = 0; offset < searchLimitDays; offset++) {
        const midnight = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate() + offset))
        const found = isDay(midnight) ? firstTime(times, offset === 0 ? secondOfDay(start) : 0) : undefined
        if (found !== undefined) return new Date(midnight.getTime() + found * 1000)
      }
      throw new Error(`The schedule "${text}" never comes.`)
    },
  }
}

const secondOfDay = (time: Date) => time.getUTCHours() * 3600 + time.getUTCMinutes() * 60 + time.getUTCSeconds()

function firstTime(times: Record<'seconds' | 'minutes' | 'hours', Set<number>>, from: number): number | undefined {
  for (const hour of times.hours) {
    for (const minute of times.minutes) {
      // Whole minutes before the start are passed over, so that a search costs hundreds of steps, not tens of thousands.
      if (hour * 3600 + minute * 60 + 59 < from) continue
      for (const second of times.seconds) {
        const time = hour * 3600 + minute * 60 + second
        if (time >= from) return time
      }
    }
  }
  return undefined
}

/** A list of `*`, values, ranges and steps (`1-5/2`; `5/15` runs from 5 to the end), values also by name; sorted. */
function parseField(text: string, field: Field, schedule: string): Set<number> {
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const [, range = '', stepText] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? []
    const [firstText = '', lastText] = range.split('-')
    const isAny = range === '*'
    const first = isAny ? field.least : parseValue(firstText, field)
    const last = isAny ? field.most : lastText !== undefined ? parseValue(lastText, field) : stepText !== undefined ? field.most : first
    const step = Number(stepText ?? 1)
    if (first === undefined || last === undefined || step < 1) throw new Error(`"${part}" in the schedule "${schedule}" cannot be read.`)
    // The library of Azure swaps a range that is written the wrong way round.
    for (let value = Math.min(first, last); value <= Math.max(first, last); value += step) values.add(value)
  }
  return new Set([...values].sort((a, b) => a - b))
}

/** Names may be given in full or by their first three letters. */
function parseValue(text: string, { least, most, names }: Field): number | undefined {
  const index = names?.findIndex((name) => name === text.toLowerCase() || name.slice(0, 3) === text.toLowerCase()) ?? -1
  const value = index >= 0 ? index + least : /^\d+$/.test(text) ? Number(text) : Number.NaN
  return value >= least && value <= most ? value : undefined
}
