import { useFormat } from '../text/use-format.ts'
import { Legend, plotColour } from './legend.tsx'
import styles from './plot.module.css'

export interface ColumnsProps {
  /** What is counted, for screen readers. */
  readonly title: string
  readonly parts: readonly string[]
  readonly columns: readonly { readonly name: string; readonly values: readonly number[] }[]
  /** Words under the plot, spread from its left end to its right; fewer than columns where there are many. */
  readonly axis: readonly string[]
  /** `edges`: the words stand between columns, as the bounds of a histogram do. */
  readonly axisAt?: 'columns' | 'edges'
  readonly colours?: readonly number[]
  /** What is marked, and the words at each marked column by its name. */
  readonly marks?: { readonly title: string; readonly words: ReadonlyMap<string, string> } | undefined
}

/** Upright columns: a histogram, or counts over days. The largest figure stands at the top. */
export function Columns({ title, parts, columns, axis, axisAt = 'columns', colours, marks }: ColumnsProps) {
  const { number } = useFormat()
  const sums = columns.map(({ values }) => values.reduce((sum, value) => sum + value, 0))
  const largest = Math.max(...sums, 1e-9)
  const words = columns.map(({ name, values }) => {
    const figures =
      parts.length === 1 ? number(values[0] ?? 0) : values.map((value, index) => `${parts[index]} ${number(value)}`).join(', ')
    const mark = marks?.words.get(name)
    return mark === undefined ? `${name}: ${figures}` : `${name}: ${figures} (${mark})`
  })
  const hasMarks = marks !== undefined && columns.some(({ name }) => marks.words.has(name))
  return (
    <figure className={styles.plot}>
      {(parts.length > 1 || hasMarks) && <Legend parts={parts} colours={colours} mark={hasMarks ? marks?.title : undefined} />}
      <div className={styles.top} aria-hidden="true">
        {number(Math.max(0, ...sums))}
      </div>
      <div className={styles.columns} role="img" aria-label={`${title}. ${words.slice(0, 40).join('; ')}`}>
        {columns.map(({ name, values }, column) => (
          <div key={name} title={words[column]}>
            {marks?.words.has(name) && <b className={styles.mark} />}
            {values.map((value, index) => (
              <span
                key={parts[index]}
                style={{ height: `${(value / largest) * 100}%`, background: plotColour(colours?.[index] ?? index) }}
              />
            ))}
          </div>
        ))}
      </div>
      <div className={axisAt === 'edges' ? styles.edges : styles.axis} aria-hidden="true">
        {axis.map((word, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: words of an axis keep their places, and may be the same
          <span key={index}>{word}</span>
        ))}
      </div>
    </figure>
  )
}
