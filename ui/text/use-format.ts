import { useMemo } from 'react'
import { useLanguage } from './text.ts'

export interface Format {
  /** 12,345 */
  number(value: number): string
  /** 42 % of 0.42 */
  percent(share: number): string
  /** 1.2 MB */
  bytes(count: number): string
  /** 3 min 20 s; the two largest units, or one. */
  duration(seconds: number): string
}

/** Figures as the person's language writes them. */
export function useFormat(): Format {
  const { language } = useLanguage()
  return useMemo(() => createFormat(language), [language])
}

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
const spans = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

function createFormat(language: string): Format {
  const number = new Intl.NumberFormat(language)
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  const inUnits = (value: number, unit: string, digits: number) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits }).format(value)
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    bytes: (count) => {
      const size = Math.min(sizes.length - 1, count < 1 ? 0 : Math.floor(Math.log10(count) / 3))
      const value = count / 1000 ** size
      return inUnits(value, sizes[size]!, value < 10 && size > 0 ? 1 : 0)
    },
    duration: (seconds) => {
      let rest = Math.round(seconds)
      const parts: string[] = []
      for (const [unit, length] of spans) {
        if (rest >= length && parts.length < 2) parts.push(inUnits(Math.floor(rest / length), unit, 0))
        rest %= length
      }
      return parts.length === 0 ? inUnits(0, 'second', 0) : parts.join(' ')
    },
  }
}
