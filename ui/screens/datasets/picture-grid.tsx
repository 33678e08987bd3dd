import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Item } from '../../api/use-api.ts'
import { Waiting } from '../../design/state.tsx'
import { Tag } from '../../design/tag.tsx'
import { type Names, useNames } from '../../fleet/use-names.ts'
import { Picture } from '../../picture/picture.tsx'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import styles from './picture-grid.module.css'
import { useWhatIsSaid } from './use-what-is-said.ts'

export type DatasetItem = Item<'listDatasetItems'>

export interface GridCell {
  readonly key: string
  readonly item: DatasetItem
  /** A word on the picture: what became of it. */
  readonly badge?: { readonly text: string; readonly tone: 'good' | 'warning' | 'info' }
}

export interface PictureGridProps {
  readonly cells: readonly GridCell[]
  readonly links: ReadonlyMap<string, string>
  readonly site: string
  readonly onOpen: (item: DatasetItem) => void
  readonly isMore: boolean
  readonly isLoading: boolean
  readonly onMore: () => void
}

const gap = 12
const captionHeight = 64
/** Pixels; two columns fit a phone. */
const leastWidth = 160
const wantedWidth = 232

/** Pictures in rows without an end: only what is near the window is in the page. */
export function PictureGrid({ cells, links, site, onOpen, isMore, isLoading, onMore }: PictureGridProps) {
  const text = useText().datasets
  const names = useNames(site)
  const place = useRef<HTMLDivElement>(null)
  const [{ width, top }, setPlace] = useState({ width: 0, top: 0 })
  useLayoutEffect(() => {
    const element = place.current
    if (element === null) return
    const measure = () => setPlace({ width: element.clientWidth, top: element.getBoundingClientRect().top + window.scrollY })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const columns = Math.max(1, Math.floor((width + gap) / ((width < 640 ? leastWidth : wantedWidth) + gap)))
  const rowCount = Math.ceil(cells.length / columns)
  const cellWidth = (width - gap * (columns - 1)) / columns
  const rows = useWindowVirtualizer({
    count: rowCount,
    estimateSize: () => (cellWidth * 9) / 16 + captionHeight,
    overscan: 3,
    scrollMargin: top,
    gap,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows have another height when cells have another width
  useEffect(() => rows.measure(), [rows, cellWidth])
  const shown = rows.getVirtualItems()
  const isNearEnd = width > 0 && (shown.at(-1)?.index ?? 0) >= rowCount - 3
  // A rare filter may bring pages without a picture, so that this goes on until there is enough or no more.
  useEffect(() => {
    if (isNearEnd && isMore && !isLoading) onMore()
  }, [isNearEnd, isMore, isLoading, onMore])
  return (
    <>
      <div ref={place} className={styles.grid} style={{ height: rows.getTotalSize() }}>
        {width > 0 &&
          shown.map(({ index, key, start }) => (
            <div
              key={key}
              ref={rows.measureElement}
              data-index={index}
              className={styles.row}
              style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, transform: `translateY(${start - top}px)` }}
            >
              {cells.slice(index * columns, (index + 1) * columns).map((cell) => (
                <Cell key={cell.key} cell={cell} link={links.get(cell.item.frame)} site={site} names={names} onOpen={onOpen} />
              ))}
            </div>
          ))}
      </div>
      {isLoading && <Waiting label={text.searching} />}
    </>
  )
}

interface CellProps {
  readonly cell: GridCell
  readonly link: string | undefined
  readonly site: string
  readonly names: Names
  readonly onOpen: (item: DatasetItem) => void
}

function Cell({ cell: { item, badge }, link, site, names, onOpen }: CellProps) {
  const text = useText().datasets
  const said = useWhatIsSaid(item)
  const camera = names.camera(item.camera)
  return (
    <button type="button" className={styles.cell} onClick={() => onOpen(item)} data-frame={item.frame}>
      <Picture source={link} alt={text.pictureOf(said, camera)} boxes={item.annotations} ratio={item.width / item.height} />
      <span className={styles.caption}>
        <bdi className={styles.said}>{said}</bdi>
        <span className={styles.where}>
          {badge !== undefined && <Tag tone={badge.tone}>{badge.text}</Tag>}
          <span>{text.split[item.split]}</span> · <bdi>{camera}</bdi> · <SiteTime at={item.at} site={site} as="date" />
        </span>
      </span>
    </button>
  )
}
