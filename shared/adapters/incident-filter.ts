import { odata } from '@azure/data-tables'
import type { Incident } from '../domain/incident.ts'
import type { IncidentQuery } from '../ports.ts'

const filterColumns = ['camera', 'rule', 'label', 'severity', 'phase', 'state', 'verdict'] as const

/** The filters of a query as OData. Values are quoted by the SDK; names come from the list above, never from a caller. */
export function filterOf(query: IncidentQuery): string {
  const terms: string[] = []
  for (const column of filterColumns) {
    const value = query[column]
    // The tag quotes a value only behind some text: `eq` must stand within it.
    if (value !== undefined) terms.push(`${column} ${odata`eq ${value}`}`)
  }
  return terms.join(' and ')
}

/** The same question asked of an incident that was already read. */
export function matches(incident: Incident, query: IncidentQuery): boolean {
  const isInTime =
    (query.from === undefined || incident.startedAt >= query.from) && (query.to === undefined || incident.startedAt < query.to)
  return (
    isInTime &&
    filterColumns.every((column) => query[column] === undefined || query[column] === (incident[column] ?? 'none')) &&
    query.sites.includes(incident.site)
  )
}
