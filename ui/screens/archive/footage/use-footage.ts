import { useEffect } from 'react'
import type { Answer } from '../../../api/call.ts'
import { itemsOf, useApi, useApiPages } from '../../../api/use-api.ts'
import { useCan } from '../../../people/use-me.ts'
import { useNow } from '../../../time/use-now.ts'
import { isoOf, type Span, spanOf, within, without } from './coverage.ts'

export type Incident = Answer<'listIncidents'>['items'][number]
export type Hold = Answer<'listHolds'>['items'][number]

export interface Place {
  readonly site: string
  readonly camera: string
}

/** Pages of incidents that are fetched for a time by themselves: a thousand. */
const maxPages = 10

/** All incidents of a camera that began in a time. */
export function useIncidents({ site, camera }: Place, span: Span) {
  const query = { site, camera, from: isoOf(span.from), to: isoOf(span.to), limit: 100 }
  const pages = useApiPages('listIncidents', { query })
  const { data, hasNextPage, isFetching, fetchNextPage } = pages
  const canGoOn = hasNextPage && (data?.pages.length ?? 0) < maxPages
  useEffect(() => {
    if (canGoOn && !isFetching) void fetchNextPage()
  }, [canGoOn, isFetching, fetchNextPage])
  return { incidents: itemsOf<'listIncidents'>(data), isCutOff: hasNextPage && !canGoOn, pages }
}

/** Where there is video of a camera on a day: the gaps of the server, and nothing yet of the time to come. */
export function useFootage({ site, camera }: Place, day: Span) {
  const now = useNow()
  const read = useApi('listRecordings', { query: { site, camera, from: isoOf(day.from), to: isoOf(day.to), limit: 1 } })
  const past = within({ from: day.from, to: now }, day)
  const gaps = (read.data?.gaps ?? []).map((gap) => within(spanOf(gap), past)).filter(({ from, to }) => to > from)
  return { read, past, gaps, footage: without(past, gaps) }
}

/** Holds that keep something of a camera; only an auditor may know of them. */
export function useHolds({ site, camera }: Place): readonly Hold[] {
  const mayRead = useCan('safety-auditor')
  const { data } = useApi('listHolds', { params: { site } }, { isOff: !mayRead })
  return (data?.items ?? []).filter((hold) => hold.releasedAt === undefined && (hold.camera === undefined || hold.camera === camera))
}
