import { localeOf } from './locale-of.ts'

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

/** `Mo`, `Di` …: the 5th of January 1970 was a Monday. */
export function dayName(day: Weekday, language: string, style: 'short' | 'long' = 'short'): string {
  const format = new Intl.DateTimeFormat(localeOf(language), { weekday: style, timeZone: 'UTC' })
  return format.format((weekdays.indexOf(day) + 4) * 86_400_000)
}

/** Days that follow each other as a range: `Mon–Fri, Sun`. */
export function dayWords(days: readonly Weekday[], language: string): string {
  const chosen = weekdays.map((day) => days.includes(day))
  const ranges: string[] = []
  for (let first = 0; first < 7; first++) {
    if (!chosen[first]) continue
    let last = first
    while (chosen[last + 1]) last++
    const names = [weekdays[first]!, weekdays[last]!].map((day) => dayName(day, language))
    ranges.push(last === first ? names[0]! : last === first + 1 ? names.join(', ') : names.join('–'))
    first = last
  }
  return ranges.join(', ')
}
