import { crashPoint } from '../crash-point.ts'
import type { Id } from '../domain/ids.ts'
import { addFacets, addWatches, facetOf, type InsightFilter, watchOf } from '../domain/insight-facet.ts'
import type { Ports } from '../ports.ts'
import { inParallel } from './in-parallel.ts'

const writesAtOnce = 8

/** Adds the days of these months up anew, seen from these sides: from what is there, so that nothing counts twice. */
export async function addUpMonths(
  { insights }: Pick<Ports, 'insights'>,
  site: Id,
  months: Iterable<string>,
  filters: readonly InsightFilter[],
): Promise<void> {
  for (const month of months) {
    const days = await insights.days({ site, from: `${month}-01`, to: `${month}-31` })
    await inParallel(filters, writesAtOnce, async (filter) => {
      await insights.saveMonth(site, month, filter, addFacets(days.map((day) => facetOf(day, filter))))
      crashPoint('insights-month')
    })
    await insights.saveWatch(site, month, addWatches(days.map(watchOf)))
    crashPoint('insights-watch')
  }
}
