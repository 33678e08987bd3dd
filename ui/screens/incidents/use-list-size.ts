import { type RefObject, useLayoutEffect, useState } from 'react'

export interface ListSize {
  readonly columns: number
  /** Pixels from the top of one row of cards to that of the next. */
  readonly rowHeight: number
  /** Pixels from the top of the page to the list. */
  readonly top: number
}

/** Below this width of the window a card lies: picture at the left, words beside it (incident-card.module.css). */
const lyingWidth = 560
const lying = { columns: 1, rowHeight: 124 }
/** A card is at least this wide, in pixels. */
const cardWidth = 250
const gap = 12
const wordsHeight = 116

/** How the list fits where it is: looked at again when that changes. */
export function useListSize(place: RefObject<HTMLElement | null>): ListSize {
  const [size, setSize] = useState<ListSize>(() => ({ ...sizeFor(window.innerWidth), top: 0 }))
  useLayoutEffect(() => {
    const list = place.current
    if (list === null) return
    const look = () => {
      const { width, top } = list.getBoundingClientRect()
      const next = { ...sizeFor(width), top: Math.round(top + window.scrollY) }
      setSize((known) => (known.columns === next.columns && known.rowHeight === next.rowHeight && known.top === next.top ? known : next))
    }
    look()
    // What stands above the list grows and shrinks with the filters.
    const observer = new ResizeObserver(look)
    observer.observe(list)
    observer.observe(document.body)
    if (list.parentElement !== null) observer.observe(list.parentElement)
    return () => observer.disconnect()
  }, [place])
  return size
}

function sizeFor(width: number): Omit<ListSize, 'top'> {
  if (window.innerWidth <= lyingWidth) return lying
  const columns = Math.max(1, Math.floor((width + gap) / (cardWidth + gap)))
  const each = (width - gap * (columns - 1)) / columns
  return { columns, rowHeight: Math.round((each * 9) / 16) + wordsHeight + gap }
}
