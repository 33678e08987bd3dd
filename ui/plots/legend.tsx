import styles from './plot.module.css'

export interface LegendProps {
  readonly parts: readonly string[]
  readonly colours?: readonly number[] | undefined
  /** What a triangle over a column means. */
  readonly mark?: string | undefined
}

/** Which colour means what. */
export function Legend({ parts, colours, mark }: LegendProps) {
  return (
    <figcaption className={styles.legend}>
      {parts.map((part, index) => (
        <span key={part}>
          <i style={{ background: plotColour(colours?.[index] ?? index) }} />
          {part}
        </span>
      ))}
      {mark !== undefined && (
        <span>
          <i className={styles.markSign} />
          {mark}
        </span>
      )}
    </figcaption>
  )
}

export function plotColour(index: number): string {
  return `var(--plot-${(index % 6) + 1})`
}
