import { useMemo } from 'react'
import { itemsOf, useApiPages } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { useFrameLinks } from '../../picture/use-frame-links.ts'
import { useText } from '../../text/text.ts'
import { kinds } from './dataset-search.ts'
import styles from './datasets.module.css'
import { FrameDialog } from './frame-dialog.tsx'
import type { PartProps } from './part-props.ts'
import { PictureGrid } from './picture-grid.tsx'

const pageSize = 48
const tones = { added: 'good', removed: 'warning', changed: 'info' } as const

/** The pictures that are new, gone or labelled otherwise. */
export function DiffPictures({ entry, search, onSearch, against }: PartProps & { against: string }) {
  const text = useText()
  const words = text.datasets
  const { kind, frame } = search
  const pages = useApiPages('listDatasetDifferences', { params: { version: entry.version }, query: { against, kind, limit: pageSize } })
  const differences = useMemo(
    () =>
      itemsOf<'listDatasetDifferences'>(pages.data).flatMap((one) => {
        const item = one.after ?? one.before
        return item === undefined ? [] : [{ ...one, item }]
      }),
    [pages.data],
  )
  const frames = useMemo(
    () => pages.data?.pages.map(({ items }) => items.map(({ before, after }) => (after ?? before)?.frame ?? '')) ?? [],
    [pages.data],
  )
  const links = useFrameLinks(frames)
  const before = useMemo(
    () => new Map(differences.flatMap((one) => (one.kind === 'changed' && one.before ? [[one.item.frame, one.before] as const] : []))),
    [differences],
  )
  return (
    <>
      <div className={styles.kinds}>
        <h2>{words.differences}</h2>
        <fieldset className={styles.choice} aria-label={words.filters}>
          {([undefined, ...kinds] as const).map((one) => (
            <Button key={one ?? ''} size="small" aria-pressed={kind === one} onClick={() => onSearch({ kind: one, frame: undefined })}>
              {one === undefined ? text.words.all : words.kind[one]}
            </Button>
          ))}
        </fieldset>
      </div>
      <Loaded of={pages}>
        {() =>
          differences.length === 0 && !pages.hasNextPage ? (
            <Empty icon="check" title={words.differencesNone} />
          ) : (
            <PictureGrid
              cells={differences.map((one) => ({
                key: one.item.frame,
                item: one.item,
                badge: { text: words.kind[one.kind], tone: tones[one.kind] },
              }))}
              links={links}
              site={entry.site}
              onOpen={(item) => onSearch({ frame: item.frame })}
              isMore={pages.hasNextPage}
              isLoading={pages.isFetchingNextPage}
              onMore={() => void pages.fetchNextPage()}
            />
          )
        }
      </Loaded>
      {frame !== undefined && pages.data !== undefined && (
        <FrameDialog
          frame={frame}
          items={differences.map(({ item }) => item)}
          links={links}
          site={entry.site}
          before={before}
          onOpen={(next) => onSearch({ frame: next })}
          onClose={() => onSearch({ frame: undefined })}
        />
      )}
    </>
  )
}
