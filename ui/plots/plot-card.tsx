import type { ReactNode } from 'react'
import { Table, type TableProps } from '../design/table.tsx'
import styles from './plot-card.module.css'

export interface PlotCardProps<Row> {
  readonly title: string
  /** What is counted, in a line. */
  readonly note: string
  /** Words of what opens the figures. */
  readonly figures?: string
  /** The same as the plot, to be read exactly. */
  readonly table?: Omit<TableProps<Row>, 'caption'>
  readonly children: ReactNode
}

/** A plot with its name, what it counts, and its figures as a table for whoever wants them. */
export function PlotCard<Row>({ title, note, figures, table, children }: PlotCardProps<Row>) {
  return (
    <section className={styles.card}>
      <header>
        <h3>{title}</h3>
        <p>{note}</p>
      </header>
      {children}
      {table !== undefined && (
        <details>
          <summary>{figures}</summary>
          <Table caption={title} {...table} />
        </details>
      )}
    </section>
  )
}

/** Plots beside each other, as many as there is room for. */
export function PlotGrid({ children }: { children: ReactNode }) {
  return <div className={styles.grid}>{children}</div>
}
