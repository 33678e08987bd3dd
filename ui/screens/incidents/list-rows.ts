import type { Incident } from './incident-pages.ts'

/** What lies side by side in the list: the heading of a day, or some cards. */
export type ListRow =
  | { readonly kind: 'day'; readonly day: string; readonly at: string }
  | { readonly kind: 'cards'; readonly start: number; readonly end: number }

export interface ListRows {
  readonly rows: readonly ListRow[]
  /** The row in which each incident stands. */
  rowOf(index: number): number
}

/**
 * Lays incidents out in rows of so many, a heading before each day. More of them cost only what they are: the rows that
 * stand already are not made again, so that the hundredth page comes as fast as the first.
 *
 * @returns a function that is given the list as it is now
 */
export function createListRows(columns: number, dayOf: (at: string) => string): (items: readonly Incident[]) => ListRows {
  let rows: ListRow[] = []
  let rowOfItem: number[] = []
  let first: string | undefined
  let last: string | undefined
  let day: string | undefined
  return (items) => {
    const done = rowOfItem.length
    const isLonger = items[0]?.id === first && items.length >= done && items[done - 1]?.id === last
    // A new array: who holds the old one must see that it changed.
    rows = isLonger ? [...rows] : []
    if (!isLonger) [rowOfItem, day] = [[], undefined]
    for (let index = rowOfItem.length; index < items.length; index++) {
      const { startedAt } = items[index]!
      const itemDay = dayOf(startedAt)
      const open = rows.at(-1)
      if (itemDay !== day) rows.push({ kind: 'day', day: itemDay, at: startedAt })
      const fits = itemDay === day && open?.kind === 'cards' && open.end - open.start < columns
      if (fits) rows[rows.length - 1] = { kind: 'cards', start: open.start, end: index + 1 }
      else rows.push({ kind: 'cards', start: index, end: index + 1 })
      rowOfItem.push(rows.length - 1)
      day = itemDay
    }
    first = items[0]?.id
    last = items.at(-1)?.id
    const places = rowOfItem
    return { rows, rowOf: (index) => places[index] ?? 0 }
  }
}
