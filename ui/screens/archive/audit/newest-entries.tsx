import { Button } from '../../../design/button.tsx'
import { Empty, Problem, Waiting } from '../../../design/state.tsx'
import { useText } from '../../../text/text.ts'
import styles from './audit.module.css'
import { AuditRows } from './audit-rows.tsx'
import { ChainVerdict } from './chain-verdict.tsx'
import type { Chain } from './use-chain.ts'

/** The chain from its end on, all of it checked. */
export function NewestEntries({ read, entries, names, verdict }: Chain) {
  const words = useText().archive.audit
  if (read.data === undefined) return read.error ? <Problem error={read.error} onRetry={() => read.refetch()} /> : <Waiting />
  return (
    <>
      <ChainVerdict verdict={verdict} first={entries[0]?.seq} last={entries.at(-1)?.seq} wordsOf={words.holds} />
      {entries.length === 0 ? (
        <Empty icon="filter" title={words.none}>
          {words.noneAdvice}
        </Empty>
      ) : (
        <AuditRows entries={entries.toReversed()} brokenAt={verdict?.brokenAt} names={names} />
      )}
      <div className={styles.more}>
        {read.hasNextPage && (
          <Button isBusy={read.isFetchingNextPage} onClick={() => void read.fetchNextPage()}>
            {words.older}
          </Button>
        )}
      </div>
    </>
  )
}
