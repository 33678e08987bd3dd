import { Fault } from '../domain/faults.ts'
import { emptyFacet, facetOf, type InsightFilter, watchOf } from '../domain/insight-facet.ts'
import { type InsightStep, type Insights, maxDaysOneByOne, sumInsights } from '../domain/insights.ts'
import type { Ports } from '../ports.ts'
import { dayAfter } from './work-out-day.ts'

const dayMs = 86_400_000
const maxYears = 10

/**
 * What a stretch of days came to. Up to 92 days are told one by one; more in whole months, added up beforehand, so that ten
 * days and a thousand cost the same. `from` and `to` of the answer say which days are in it.
 *
 * @throws Fault `input-invalid`
 */
export async function readInsights(
  { insights }: Pick<Ports, 'insights'>,
  span: { readonly site: string; readonly from: string; readonly to: string },
  filter: InsightFilter,
): Promise<Insights> {
  const { site, from, to } = span
  const days = countDays(from, to)
  if (days < 1 || days > maxYears * 366)
    throw new Fault('input-invalid', `query: from and to must be in this order and at most ${maxYears} years apart.`)
  if (days <= maxDaysOneByOne) {
    const found = await insights.days(span)
    return sumInsights(
      { ...span, step: 'day' },
      filter,
      found.map((day) => ({ at: day.day, facet: facetOf(day, filter), watch: watchOf(day) })),
    )
  }
  const range = { site, from: from.slice(0, 7), to: to.slice(0, 7) }
  const [months, watches] = await Promise.all([insights.months({ ...range, filter }), insights.watches(range)])
  const facets = new Map(months.map(({ month, facet }) => [month, facet]))
  // A month without an incident from this side may have seen something all the same.
  const steps = watches.map(({ month, watch }): InsightStep => ({ at: month, facet: facets.get(month) ?? emptyFacet, watch }))
  return sumInsights({ site, from: `${range.from}-01`, to: lastDayOf(range.to), step: 'month' }, filter, steps)
}

/** Both inclusive; negative where they are the other way round. */
export function countDays(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs + 1
}

function lastDayOf(month: string): string {
  const next = dayAfter(`${month}-28`, 4)
  return dayAfter(`${next.slice(0, 7)}-01`, -1)
}
