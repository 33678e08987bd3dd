import { useWindowVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react'
import type { Names } from '../../fleet/use-names.ts'
import { useText } from '../../text/text.ts'
import { useClock } from '../../time/use-clock.ts'
import { useNow } from '../../time/use-now.ts'
import { IncidentCard } from './incident-card.tsx'
import styles from './incident-list.module.css'
import { createLeapRange } from './leap-range.ts'
import { createListRows } from './list-rows.ts'
import { useCardGestures } from './use-card-gestures.ts'
import type { IncidentList as List } from './use-incident-list.ts'
import { useListSize } from './use-list-size.ts'
import type { Selection } from './use-selection.ts'

export interface ListHandle {
  /** Brings a card into view and gives it the focus. */
  focus(index: number): void
  readonly columns: number
}

export interface IncidentListProps {
  readonly list: List
  readonly names: Names
  readonly selection: Selection
  /** The filter as an address has it: cards lead on with it. */
  readonly view: string
  readonly canSelect: boolean
  readonly onOpen: (id: string) => void
  /** The card that the keyboard or the pointer reached last. */
  readonly onCurrent: (index: number) => void
  readonly ref: Ref<ListHandle>
}

const dayHeight = 40
/** Younger than this many milliseconds: how long ago says more than the clock. */
const youngMs = 3_600_000
/** Rows before the end at which more is asked for. */
const readAhead = 8

/** Cards by day, as many as there are: only those in sight exist. The page scrolls, not a box within it. */
export function IncidentList({ list, names, selection, view, canSelect, onOpen, onCurrent, ref }: IncidentListProps) {
  const text = useText().incidents
  const clock = useClock()
  const now = useNow()
  const place = useRef<HTMLDivElement>(null)
  const { columns, rowHeight, top } = useListSize(place)
  const layOut = useMemo(() => createListRows(columns, clock.day), [columns, clock])
  const { rows, rowOf } = useMemo(() => layOut(list.items), [layOut, list.items])
  const [leapRange] = useState(createLeapRange)
  const known = useRef<Virtualizer<Window, Element>>(null)
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => (rows[index]?.kind === 'day' ? dayHeight : rowHeight),
    overscan: 3,
    rangeExtractor: known.current?.isScrolling ? leapRange.moving : leapRange.resting,
    scrollMargin: top,
    // Below what stays at the top of the page, above what stays at its end.
    scrollPaddingStart: 72,
    scrollPaddingEnd: 96,
  })
  known.current = virtual
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are asked for anew when they are other ones
  useEffect(() => virtual.measure(), [virtual, rowHeight, layOut])

  const shown = virtual.getVirtualItems()
  const end = shown.at(-1)?.index ?? 0
  const { readMore, hasMore, isReadingMore, error } = list
  // Who has not scrolled yet may never: the first screen asks for no more than it shows.
  const isNearEnd = end >= rows.length - ((virtual.scrollOffset ?? 0) > 0 ? readAhead : 1)
  const needsMore = isNearEnd && hasMore && !isReadingMore && !error
  useEffect(() => {
    if (needsMore) readMore()
  })

  useImperativeHandle(ref, () => ({
    columns,
    focus: (index) => {
      virtual.scrollToIndex(rowOf(index), { align: 'auto' })
      focusWhenThere(place.current, index)
    },
  }))
  const gestures = useCardGestures({ selection, canSelect, onOpen, onCurrent })
  return (
    // The cards' own links and boxes are pressed; what that means is decided in one place.
    <div ref={place} className={styles.list} style={{ height: virtual.getTotalSize() }} {...gestures}>
      {shown.map(({ index: rowIndex, start, size, key }) => {
        const row = rows[rowIndex]
        if (row === undefined) return null
        const lies = { height: size, transform: `translateY(${start - top}px)` }
        if (row.kind === 'day') {
          return (
            <h2 key={key} className={styles.day} style={lies}>
              {dayName(row.at, now, clock.day, clock.date, text)}
            </h2>
          )
        }
        return (
          <div key={key} className={styles.row} style={{ ...lies, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
            {list.items.slice(row.start, row.end).map((incident, offset) => (
              <IncidentCard
                key={incident.id}
                incident={incident}
                index={row.start + offset}
                view={view}
                camera={names.camera(incident.camera)}
                rule={names.rule(incident.rule)}
                time={clock.time(incident.startedAt)}
                ago={now - Date.parse(incident.startedAt) < youngMs ? clock.ago(incident.startedAt, now) : undefined}
                isSelected={selection.ids.has(incident.id)}
                canSelect={canSelect}
                isPictureWanted={!virtual.isScrolling}
              />
            ))}
          </div>
        )
      })}
    </div>
  )
}

const frames = 20

/** The card comes into being when the scrolling arrives there. */
function focusWhenThere(place: HTMLElement | null, index: number, left = frames): void {
  requestAnimationFrame(() => {
    const card = place?.querySelector<HTMLElement>(`[data-index="${index}"] a`)
    if (card) card.focus({ preventScroll: true })
    else if (left > 0) focusWhenThere(place, index, left - 1)
  })
}

function dayName(
  at: string,
  now: number,
  day: (at: string) => string,
  date: (at: string) => string,
  text: { readonly today: string; readonly yesterday: string },
): string {
  const ago = (days: number) => day(new Date(now - days * 86_400_000).toISOString())
  if (day(at) === ago(0)) return `${text.today}, ${date(at)}`
  return day(at) === ago(1) ? `${text.yesterday}, ${date(at)}` : date(at)
}
