import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Button } from '../../design/button.tsx'
import type { IconName } from '../../design/icon.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { useText } from '../../text/text.ts'
import styles from './models.module.css'

interface PagedListProps<One> {
  readonly of: UseInfiniteQueryResult<InfiniteData<{ items: One[] }>>
  readonly icon: IconName
  /** Words for a list without anything in it, and what to do then. */
  readonly none: string
  readonly advice: string
  readonly row: (item: One) => ReactNode
}

/** A list of rows that grows page by page. */
export function PagedList<One>({ of, icon, none, advice, row }: PagedListProps<One>) {
  const text = useText().shell
  return (
    <Loaded of={of}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items)
        if (items.length === 0)
          return (
            <Empty icon={icon} title={none}>
              {advice}
            </Empty>
          )
        return (
          <div className={styles.tab}>
            <ul className={styles.list}>{items.map(row)}</ul>
            {of.hasNextPage && (
              <Button isBusy={of.isFetchingNextPage} onClick={() => of.fetchNextPage()}>
                {text.loadMore}
              </Button>
            )}
          </div>
        )
      }}
    </Loaded>
  )
}
