import { useMemo } from 'react'
import { itemsOf, useApi, useApiPages } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { Empty, Loaded } from '../../design/state.tsx'
import { useFrameLinks } from '../../picture/use-frame-links.ts'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import styles from './datasets.module.css'
import { FrameDialog } from './frame-dialog.tsx'
import { ItemFilters } from './item-filters.tsx'
import type { PartProps } from './part-props.ts'
import { PictureGrid } from './picture-grid.tsx'

/** Pictures asked for at once; their links are one call as well. */
const pageSize = 48

/** All pictures of a version with their boxes, by camera and time. */
export function PicturesTab({ entry, search, onSearch }: PartProps) {
  const text = useText().datasets
  const { number } = useFormat()
  const { split, group, label, camera, frame } = search
  const statistics = useApi('getDatasetStatistics', { params: { version: entry.version } })
  const pages = useApiPages('listDatasetItems', {
    params: { version: entry.version },
    query: { split, group, label, camera, limit: pageSize },
  })
  const frames = useMemo(() => pages.data?.pages.map(({ items }) => items.map((item) => item.frame)) ?? [], [pages.data])
  const links = useFrameLinks(frames)
  const cameras = statistics.data?.statistics.cameras.map((one) => one.camera) ?? []
  const removeAll = { split: undefined, group: undefined, label: undefined, camera: undefined }
  return (
    <>
      <ItemFilters search={search} onSearch={onSearch} labels={entry.labels} cameras={cameras} />
      <Loaded of={pages}>
        {(data) => {
          const items = itemsOf<'listDatasetItems'>(data)
          if (items.length === 0 && !pages.hasNextPage)
            return (
              <Empty icon="datasets" title={text.picturesNone}>
                {text.picturesNoneAdvice}
                <Button onClick={() => onSearch(removeAll)}>{text.removeFilters}</Button>
              </Empty>
            )
          const count = pages.hasNextPage ? text.shown(number(items.length)) : text.shownOfAll(number(items.length))
          return (
            <>
              <p className={styles.soft} role="status">
                {count}
              </p>
              <PictureGrid
                cells={items.map((item) => ({ key: item.frame, item }))}
                links={links}
                site={entry.site}
                onOpen={(item) => onSearch({ frame: item.frame })}
                isMore={pages.hasNextPage}
                isLoading={pages.isFetchingNextPage}
                onMore={() => void pages.fetchNextPage()}
              />
              {frame !== undefined && (
                <FrameDialog
                  frame={frame}
                  items={items}
                  links={links}
                  site={entry.site}
                  onOpen={(next) => onSearch({ frame: next })}
                  onClose={() => onSearch({ frame: undefined })}
                />
              )}
            </>
          )
        }}
      </Loaded>
    </>
  )
}
