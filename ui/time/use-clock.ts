import { useSites } from '../people/site.tsx'
import { useLanguage } from '../text/text.ts'
import { localeOf } from './locale-of.ts'

export interface Clock {
  readonly timeZone: string
  /** 21 Nov 2026, 06:30:18 */
  moment(at: string): string
  /** 06:30:18 */
  time(at: string): string
  /** 21 Nov 2026 */
  date(at: string): string
  /** 2 minutes ago */
  ago(at: string, now: number): string
  /** The calendar day there, as `2026-11-21`. */
  day(at: string): string
}

/** Times as the clock on the wall of a site shows them, in the person's language. */
export function useClock(site?: string): Clock {
  const { language } = useLanguage()
  const { all, chosen } = useSites()
  const { timeZone } = all.find(({ id }) => id === site) ?? chosen
  return clockOf(language, timeZone)
}

// Making one takes longer than showing a hundred times with it.
const clocks = new Map<string, Clock>()

function clockOf(language: string, timeZone: string): Clock {
  const key = `${language} ${timeZone}`
  const clock = clocks.get(key) ?? createClock(language, timeZone)
  clocks.set(key, clock)
  return clock
}

const units: readonly [Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
]

function createClock(language: string, timeZone: string): Clock {
  const locale = localeOf(language)
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(locale, { timeZone, ...options })
    return (at: string) => formatter.format(new Date(at))
  }
  const isoDay = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  return {
    timeZone,
    moment: format({ dateStyle: 'medium', timeStyle: 'medium' }),
    time: format({ timeStyle: 'medium' }),
    date: format({ dateStyle: 'medium' }),
    day: (at) => isoDay.format(new Date(at)),
    ago: (at, now) => {
      const seconds = Math.round((Date.parse(at) - now) / 1000)
      const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const)
      return relative.format(Math.trunc(seconds / size), unit)
    },
  }
}
