import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { type Answer, call } from '../../api/call.ts'
import { type IncidentFilter, queryOf } from './incident-filter.ts'
import { type Incident, type IncidentPage, incidentPages, replacePages, showDecided } from './incident-pages.ts'

/** How often the page asks what is new, in milliseconds. */
const newsMs = 4_000

export interface IncidentList {
  readonly items: readonly Incident[]
  /** undefined = not read yet. */
  readonly isRead: boolean
  readonly error: unknown
  readonly hasMore: boolean
  readonly isReadingMore: boolean
  /** How many came since; the list stays as it is until somebody wants them. */
  readonly news: number
  /** There may be more news than `news` says: it counts one page. */
  readonly isNewsFull: boolean
  readMore(): void
  showNews(): void
  retry(): void
}

export function useIncidentList(site: string, filter: IncidentFilter): IncidentList {
  const client = useQueryClient()
  const list = useInfiniteQuery(incidentPages(site, filter))
  const pages = list.data?.pages
  const items = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages])
  const first = pages?.[0]
  const news = useQuery({
    queryKey: ['incident-news', queryOf(site, filter)],
    queryFn: ({ signal }) => call('listIncidents', { query: queryOf(site, filter) }, signal),
    enabled: first !== undefined,
    initialData: first,
    initialDataUpdatedAt: list.dataUpdatedAt,
    staleTime: newsMs,
    refetchInterval: newsMs,
  }).data
  const fresh = useMemo(() => newsOf(items, news, list.hasNextPage), [items, news, list.hasNextPage])

  // What others decided meanwhile shows itself on the cards that are there already.
  useEffect(() => {
    if (news !== undefined) showDecided(client, news.items)
  }, [client, news])
  // And what was decided on an incident's own page, when one comes back from there.
  useEffect(() => {
    const seen = client.getQueriesData<Answer<'getIncident'>>({ queryKey: ['getIncident'] })
    showDecided(
      client,
      seen.flatMap(([, found]) => (found === undefined ? [] : [found.incident])),
    )
  }, [client])

  const showNews = () => {
    if (news !== undefined) replacePages(client, site, filter, news)
  }
  // Nothing can jump where nothing is.
  const isEmpty = list.isSuccess && items.length === 0 && !list.hasNextPage
  useEffect(() => {
    if (isEmpty && fresh > 0) showNews()
  })
  // A rare filter gives pages without anything on them, and a way on.
  const isStuck = list.isSuccess && items.length === 0 && list.hasNextPage && !list.isFetchingNextPage && !list.isFetchNextPageError
  useEffect(() => {
    if (isStuck) void list.fetchNextPage()
  }, [isStuck, list.fetchNextPage])

  return {
    items,
    isRead: list.data !== undefined && !isStuck && !(items.length === 0 && list.isFetchingNextPage),
    error: list.error,
    hasMore: list.hasNextPage,
    isReadingMore: list.isFetchingNextPage,
    news: isEmpty ? 0 : fresh,
    isNewsFull: news !== undefined && fresh >= news.items.length,
    readMore: () => {
      if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
    },
    showNews,
    retry: () => void (list.data === undefined ? list.refetch() : list.fetchNextPage()),
  }
}

/** Incidents of the newest page that the list does not hold, and that belong before its end. */
function newsOf(items: readonly Incident[], news: IncidentPage | undefined, hasMore: boolean): number {
  if (news === undefined) return 0
  const known = new Set(items.slice(0, news.items.length * 2).map(({ id }) => id))
  const last = items.at(-1)
  return news.items.filter(({ id, startedAt }) => !known.has(id) && (!hasMore || last === undefined || startedAt > last.startedAt)).length
}
