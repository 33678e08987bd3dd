import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useApiPages } from '../../../api/use-api.ts'
import { Button } from '../../../design/button.tsx'
import { Empty, Problem, Waiting } from '../../../design/state.tsx'
import { useText } from '../../../text/text.ts'
import { useClock } from '../../../time/use-clock.ts'
import { dayBounds } from '../../../time/zoned.ts'
import { isoOf } from '../footage/coverage.ts'
import { useArchiveSearch } from '../use-archive-search.ts'
import styles from './audit.module.css'
import { AuditRows } from './audit-rows.tsx'
import { ChainVerdict } from './chain-verdict.tsx'
import { least } from './use-chain.ts'
import { findFalse } from './verify-chain.ts'

/** What the server found on the chain. It has checked all that it looked through; here each entry that is shown is checked again. */
export function FoundEntries({ chain, names }: { chain: string; names: Readonly<Record<string, string>> }) {
  const words = useText().archive.audit
  const { search } = useArchiveSearch()
  const { timeZone } = useClock()
  const query = {
    ...{ who: search.who, action: search.kind, subject: search.about },
    since: search.since && isoOf(dayBounds(search.since, timeZone).from),
    until: search.until && isoOf(dayBounds(search.until, timeZone).to),
  }
  const read = useApiPages('searchAudit', { params: { site: chain }, query })
  const pages = read.data?.pages ?? []
  const entries = pages.flatMap(({ items }) => items)
  const check = useQuery({
    queryKey: ['check-found', chain, query, entries.length, read.dataUpdatedAt],
    queryFn: async () => {
      const byServer = least(pages.map(({ brokenAt }) => brokenAt))
      const byBrowser = await findFalse(entries)
      return { byServer, byBrowser, brokenAt: least([byServer, byBrowser]) }
    },
    enabled: read.data !== undefined,
    gcTime: 0,
  })
  // A stretch without any match says nothing to a reader: on to the next one.
  const goesOn = entries.length === 0 && read.hasNextPage && !read.isFetching && read.error === null
  const { fetchNextPage } = read
  useEffect(() => {
    if (goesOn) void fetchNextPage()
  }, [goesOn, fetchNextPage])

  if (read.data === undefined) return read.error ? <Problem error={read.error} onRetry={() => read.refetch()} /> : <Waiting />
  const looked = pages.flatMap((page) => page.looked ?? [])
  const known = { ...names, ...Object.fromEntries(pages.flatMap((page) => Object.entries(page.names))) }
  return (
    <>
      <ChainVerdict verdict={check.data} first={looked.at(-1)?.first} last={looked[0]?.last} wordsOf={words.searched} />
      {entries.length > 0 ? (
        <AuditRows entries={entries} brokenAt={check.data?.brokenAt} names={known} />
      ) : read.hasNextPage ? (
        <Waiting />
      ) : (
        <Empty icon="filter" title={words.noneMatch}>
          {words.noneMatchAdvice}
        </Empty>
      )}
      <div className={styles.more}>
        {entries.length > 0 && read.hasNextPage && (
          <Button isBusy={read.isFetchingNextPage} onClick={() => void read.fetchNextPage()}>
            {words.older}
          </Button>
        )}
      </div>
    </>
  )
}
