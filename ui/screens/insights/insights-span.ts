import { readId } from '../../app/address-parts.ts'

export const spans = [7, 30, 90, 365, 1095] as const
export type Span = (typeof spans)[number]

export const filterNames = ['camera', 'rule', 'label'] as const
export type InsightFilter = { readonly [Name in (typeof filterNames)[number]]?: string }

/** All of it is in the address, so that every view is a link. */
export interface InsightsSearch extends InsightFilter {
  /** The last so many days, today among them. */
  readonly days?: Span
}

export function readInsightsSearch(search: Record<string, unknown>): InsightsSearch {
  const days = spans.find((span) => span === Number(search['days']))
  const filter = filterNames.flatMap((name) => {
    const value = name === 'label' ? search[name] : readId(search[name])
    return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : []
  })
  return { ...(days !== undefined && { days }), ...Object.fromEntries(filter) }
}

const dayMs = 86_400_000

/** All days of a stretch that ends today, as `2026-11-21`. */
export function daysUntil(today: string, count: number): string[] {
  const last = Date.parse(`${today}T00:00:00.000Z`)
  return Array.from({ length: count }, (_, index) => new Date(last - (count - 1 - index) * dayMs).toISOString().slice(0, 10))
}

/** The days or months of a stretch, in order, those of which nothing is known among them. */
export function stepsOf(days: readonly string[], step: 'day' | 'month'): string[] {
  return step === 'day' ? [...days] : [...new Set(days.map((day) => day.slice(0, 7)))]
}
