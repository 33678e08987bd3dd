import styles from './dumbbells.module.css'
import { Legend, plotColour } from './legend.tsx'
import plot from './plot.module.css'

export interface DumbbellsProps {
  /** What is compared, for screen readers. */
  readonly title: string
  /** Whose values they are: the one that it is about, and what it is compared with. */
  readonly sides: readonly [string, string]
  /** Values from 0 to 1, in the order of the sides; undefined where a side has none. */
  readonly rows: readonly {
    readonly name: string
    readonly values: readonly [number | undefined, number | undefined]
    /** Words of the difference. */
    readonly note?: string | undefined
  }[]
  readonly format: (value: number) => string
}

/** Two values a row as dots on one line: who is ahead is seen by their order, and by how much by what is between them. */
export function Dumbbells({ title, sides, rows, format }: DumbbellsProps) {
  const shown = sides.filter((_, side) => rows.some(({ values }) => values[side] !== undefined))
  const words = (values: readonly (number | undefined)[]) =>
    values.flatMap((value, side) => (value === undefined ? [] : [`${sides[side]}: ${format(value)}`])).join(', ')
  return (
    <figure className={plot.plot} aria-label={title}>
      <Legend parts={shown} />
      <div className={styles.rows}>
        <dl>
          {rows.map(({ name, values, note }) => {
            const [one, other] = values
            const [low, high] = [Math.min(one ?? other ?? 0, other ?? one ?? 0), Math.max(one ?? 0, other ?? 0)]
            return (
              <div key={name}>
                <dt title={name}>
                  <bdi>{name}</bdi>
                </dt>
                <dd className={styles.track} title={words(values)}>
                  <span className={styles.between} style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }} />
                  {/* The one that it is about lies on top. */}
                  {([1, 0] as const).map((side) => {
                    const value = values[side]
                    return (
                      value !== undefined && (
                        <span
                          key={side}
                          className={`${styles.dot} ${side === 1 ? styles.other : ''}`}
                          style={{ left: `${value * 100}%`, [side === 1 ? 'borderColor' : 'background']: plotColour(side) }}
                        />
                      )
                    )
                  })}
                  <span className="visually-hidden">{words(values)}</span>
                </dd>
                <dd className={styles.value}>
                  {one === undefined ? '–' : format(one)}
                  {note !== undefined && <small>{note}</small>}
                </dd>
              </div>
            )
          })}
        </dl>
        <div className={styles.axis} aria-hidden="true">
          {[0, 0.5, 1].map((value) => (
            <span key={value}>{format(value).replace(/[.,]0/, '')}</span>
          ))}
        </div>
      </div>
    </figure>
  )
}
