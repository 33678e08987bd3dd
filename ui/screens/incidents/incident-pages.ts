import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query'
import { type Answer, call } from '../../api/call.ts'
import { type IncidentFilter, queryOf } from './incident-filter.ts'

export type IncidentPage = Answer<'listIncidents'>
export type Incident = IncidentPage['items'][number]

const key = 'incident-list'

/**
 * The list as it was read, page by page. It is never read again by itself: it would jump under somebody's hands, and
 * with a thousand pages that takes a thousand calls. What is new comes by `useNews`, what one decides by `showDecided`.
 */
export function incidentPages(site: string, filter: IncidentFilter) {
  const query = queryOf(site, filter)
  return infiniteQueryOptions({
    queryKey: [key, query],
    queryFn: ({ pageParam, signal }) =>
      call('listIncidents', { query: { ...query, ...(pageParam !== '' && { cursor: pageParam }) } }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
    staleTime: Number.POSITIVE_INFINITY,
    // Comparing 100,000 incidents field by field with every page would take longer than a frame.
    structuralSharing: false,
  })
}

/** Shows the list from the top as it was just read. */
export function replacePages(client: QueryClient, site: string, filter: IncidentFilter, first: IncidentPage): void {
  client.setQueryData(incidentPages(site, filter).queryKey, { pages: [first], pageParams: [''] })
}

/** Puts incidents as they are now in the place of what the lists hold of them; nothing moves. */
export function showDecided(client: QueryClient, incidents: readonly Incident[]): void {
  const byId = new Map(incidents.map((incident) => [incident.id, incident]))
  for (const [queryKey, list] of client.getQueriesData<{ pages: IncidentPage[]; pageParams: string[] }>({ queryKey: [key] })) {
    if (list === undefined) continue
    let isTouched = false
    const pages = list.pages.map((page) => {
      if (!page.items.some((item) => isNewer(byId.get(item.id), item))) return page
      isTouched = true
      return { ...page, items: page.items.map((item) => byId.get(item.id) ?? item) }
    })
    if (isTouched) client.setQueryData(queryKey, { ...list, pages })
  }
}

function isNewer(incident: Incident | undefined, shown: Incident): boolean {
  return (
    incident !== undefined &&
    (incident.state !== shown.state ||
      incident.verdict !== shown.verdict ||
      incident.phase !== shown.phase ||
      incident.snapshot !== shown.snapshot ||
      incident.severity !== shown.severity ||
      incident.endedAt !== shown.endedAt)
  )
}
