import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type Answer, call } from '../../../api/call.ts'
import { findBreak } from './verify-chain.ts'

const pageSize = 200

type Start = 'end' | { readonly from: number; readonly limit: number }
type Page = Answer<'readAudit'>

export interface Verdict {
  /** The first `seq` that does not hold, by the server's check or by ours. */
  readonly brokenAt: number | undefined
  readonly byServer: number | undefined
  readonly byBrowser: number | undefined
}

export type Chain = ReturnType<typeof useChain>

/** The chain of a site from its end towards its start, page by page, and whether it holds. */
export function useChain(site: string) {
  const read = useInfiniteQuery({
    queryKey: ['readAudit', site],
    queryFn: ({ pageParam, signal }) => {
      const query = pageParam === 'end' ? { until: 'now', limit: pageSize } : pageParam
      return call('readAudit', { params: { site }, query }, signal)
    },
    initialPageParam: 'end' as Start,
    getNextPageParam: (page): Start | undefined => olderThan(page),
    // Pages that were read at different times must still fit: what is appended meanwhile comes with the next visit.
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const pages = read.data?.pages ?? []
  const entries = pages.toReversed().flatMap((page) => page.entries)
  const names: Record<string, string> = Object.fromEntries(pages.flatMap((page) => Object.entries(page.names)))
  const before = pages.at(-1)?.before
  const first = entries[0]?.seq
  const last = entries.at(-1)?.seq
  const check = useQuery({
    queryKey: ['check-chain', site, first, last, read.dataUpdatedAt],
    queryFn: async (): Promise<Verdict> => {
      const byServer = least(pages.map(({ brokenAt }) => brokenAt))
      const byBrowser = await findBreak(entries, before)
      return { byServer, byBrowser, brokenAt: least([byServer, byBrowser]) }
    },
    enabled: read.data !== undefined,
    gcTime: 0,
  })
  return { read, entries, names, verdict: check.data }
}

/** The page before; where entries are missing, what is there of the range still leads on. */
function olderThan({ entries, before }: Page): Start | undefined {
  const first = entries[0]?.seq ?? (before === undefined ? 1 : before.seq + 1)
  if (first <= 1) return undefined
  const from = Math.max(1, first - pageSize)
  return { from, limit: first - from }
}

export function least(values: readonly (number | undefined)[]): number | undefined {
  const found = values.filter((value) => value !== undefined)
  return found.length === 0 ? undefined : Math.min(...found)
}
