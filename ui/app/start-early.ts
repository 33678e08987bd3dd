import { call } from '../api/call.ts'
import { queryClient } from '../api/query-client.ts'
import { keyOf } from '../api/use-api.ts'
import { rememberedSite } from '../people/remembered-site.ts'
import { readIncidentFilter } from '../screens/incidents/incident-filter.ts'
import { incidentPages } from '../screens/incidents/incident-pages.ts'

/**
 * Asks for what the first screen needs before there is a page; most of it the early script has asked for already. Components
 * ask for the same later and find it there, or under way. What fails here fails there again, and is shown.
 */
export function startEarly(): void {
  void queryClient.prefetchQuery({ queryKey: keyOf('getMe', {}), queryFn: ({ signal }) => call('getMe', {}, signal), retry: false })
  const sites = queryClient.fetchQuery({
    queryKey: keyOf('listSites', {}),
    queryFn: ({ signal }) => call('listSites', {}, signal),
    retry: false,
  })
  sites.catch(ignore)
  if (location.pathname !== '/' && location.pathname !== '/incidents') return
  const filter = readIncidentFilter(Object.fromEntries(new URLSearchParams(location.search)))
  const list = (site: string) => queryClient.prefetchInfiniteQuery({ ...incidentPages(site, filter), retry: false })
  const site = rememberedSite()
  if (site !== null) void list(site)
  else sites.then(({ items: [first] }) => first && list(first.id)).catch(ignore)
}

const ignore = () => {}
