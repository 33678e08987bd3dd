import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import styles from './table.module.css'

export interface Column<Row> {
  readonly title: string
  cell(row: Row): ReactNode
  /** Numbers stand at the right. */
  readonly isNumber?: boolean
  /** Its title is a button that sorts by it. */
  readonly sortKey?: string
}

export interface Sorting {
  readonly by: string
  readonly isDown: boolean
  onSort(by: string): void
}

export interface TableProps<Row> {
  /** What the table is about, for screen readers. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  keyOf(row: Row): string
  /** How the rows are sorted; whoever gives them sorts them. */
  readonly sorting?: Sorting
}

export function Table<Row>({ caption, columns, rows, keyOf, sorting }: TableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={styles.scroll} aria-label={caption} tabIndex={0}>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.title} column={column} sorting={sorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ title, cell, isNumber }) => (
                <td key={title} className={isNumber ? styles.number : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Head<Row>({ column: { title, isNumber, sortKey }, sorting }: { column: Column<Row>; sorting: Sorting | undefined }) {
  const isSorted = sorting !== undefined && sortKey === sorting.by
  const order = isSorted ? (sorting.isDown ? 'descending' : 'ascending') : undefined
  return (
    <th scope="col" className={isNumber ? styles.number : undefined} aria-sort={order}>
      {sorting === undefined || sortKey === undefined ? (
        title
      ) : (
        <button type="button" className={styles.sort} onClick={() => sorting.onSort(sortKey)}>
          {title}
          {isSorted && <Icon name={sorting.isDown ? 'down' : 'up'} size={14} />}
        </button>
      )}
    </th>
  )
}
