import styles from './plot.module.css'

export interface HeatMapProps {
  readonly title: string
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  /** `values[row][column]`; darker is more. */
  readonly values: readonly (readonly number[])[]
  readonly format?: (value: number) => string
  /** Width by height of the whole map, for one that stands for a picture: then rows and columns are told by pointing only. */
  readonly ratio?: number
  /** Address of that picture, to lie under the map. */
  readonly backdrop?: string | undefined
}

/** A grid whose cells are the stronger the more there is. Each cell says its figure; the scale stands below. */
export function HeatMap({ title, rows, columns, values, format = String, ratio, backdrop }: HeatMapProps) {
  const largest = Math.max(...values.flat(), 0)
  const isPicture = ratio !== undefined
  const hasBackdrop = backdrop !== undefined
  const cells = `repeat(${columns.length}, minmax(${isPicture ? 0 : '0.6rem'}, 1fr))`
  return (
    <figure className={styles.plot}>
      <div
        className={`${styles.map} ${isPicture ? styles.picture : ''} ${hasBackdrop ? styles.over : ''}`}
        role="img"
        aria-label={title}
        style={{ gridTemplateColumns: isPicture ? cells : `max-content ${cells}`, ...(isPicture && { aspectRatio: ratio }) }}
      >
        {hasBackdrop && <img src={backdrop} alt="" />}
        {rows.map((row, r) => (
          <div key={row} style={{ display: 'contents' }}>
            {!isPicture && <span>{row}</span>}
            {columns.map((column, c) => {
              const value = values[r]?.[c] ?? 0
              return (
                <span
                  key={column}
                  className={styles.cell}
                  title={`${row}, ${column}: ${format(value)}`}
                  style={value > 0 ? { background: shade(value / largest, hasBackdrop) } : {}}
                />
              )
            })}
          </div>
        ))}
        {!isPicture && (
          <>
            <span />
            {columns.map((column, index) => (
              <span key={column}>{columns.length <= 12 || index % 3 === 0 ? column : ''}</span>
            ))}
          </>
        )}
      </div>
      {largest > 0 && (
        <figcaption className={`${styles.scale} ${hasBackdrop ? styles.overScale : ''}`} aria-hidden="true">
          {format(0)}
          <i style={{ background: `linear-gradient(to right, var(--sunken), ${shade(1, hasBackdrop)})` }} />
          {format(largest)}
        </figcaption>
      )}
    </figure>
  )
}

/** What is there at all can be told from nothing. */
function shade(share: number, isOver = false): string {
  // Over a picture what is strong hides it and what is weak lets it through, in a colour that no picture has.
  if (isOver) return `color-mix(in oklab, var(--plot-over) ${Math.round(25 + share * 60)}%, transparent)`
  return `color-mix(in oklab, var(--accent) ${Math.max(Math.round(share * 100), 8)}%, var(--sunken))`
}
