import { useFormat } from '../text/use-format.ts'
import { Legend, plotColour } from './legend.tsx'
import styles from './plot.module.css'

export interface BarsProps {
  /** What is counted, for screen readers. */
  readonly title: string
  /** Parts that each bar is made of, in order; one where it is not divided. */
  readonly parts: readonly string[]
  readonly rows: readonly { readonly name: string; readonly values: readonly number[]; readonly note?: string }[]
  /** Words for a bar's end; by default the sum. */
  readonly format?: (sum: number) => string
  /** Which of the plot's colours each part has, from 0; by default in order. */
  readonly colours?: readonly number[]
  /** What a full bar stands for; by default the largest sum. */
  readonly full?: number
}

/** Horizontal bars with their figures: read like a list, seen like a plot. */
export function Bars({ title, parts, rows, format, colours, full }: BarsProps) {
  const { number } = useFormat()
  const sums = rows.map(({ values }) => values.reduce((sum, value) => sum + value, 0))
  const largest = full ?? Math.max(...sums, 1e-9)
  const words = (values: readonly number[]) => values.map((value, index) => `${parts[index]}: ${number(value)}`).join(', ')
  return (
    <figure className={styles.plot} aria-label={title}>
      {parts.length > 1 && <Legend parts={parts} colours={colours} />}
      <dl className={styles.bars}>
        {rows.map(({ name, values, note }, row) => (
          <div key={name}>
            <dt title={name}>
              <bdi>{name}</bdi>
            </dt>
            <dd className={styles.track} title={words(values)}>
              {values.map((value, index) => (
                <span
                  key={parts[index]}
                  style={{ width: `${(value / largest) * 100}%`, background: plotColour(colours?.[index] ?? index) }}
                />
              ))}
              {parts.length > 1 && <span className="visually-hidden">{words(values)}</span>}
            </dd>
            <dd className={styles.value}>{note ?? (format ? format(sums[row]!) : number(sums[row]!))}</dd>
          </div>
        ))}
      </dl>
    </figure>
  )
}
