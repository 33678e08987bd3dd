import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import styles from './confusion-table.module.css'
import type { ModelFigures } from './evaluation.ts'

/** The side of an object that nobody saw, or of a sight where nothing was: as the figures name it. */
const none = 'none'

export interface ConfusionTableProps {
  readonly caption: string
  readonly confusion: ModelFigures['confusion']
}

/** A row for what there is, a column for what it was taken for; the stronger the shade, the larger its share of the row. */
export function ConfusionTable({ caption, confusion }: ConfusionTableProps) {
  const text = useText().evaluations
  const { number, percent } = useFormat()
  const names = new Set([...Object.keys(confusion), ...Object.values(confusion).flatMap((row) => Object.keys(row))])
  const labels = [...names].filter((name) => name !== none).sort()
  if (labels.length === 0) return <p>{text.confusionNone}</p>
  const all = [...labels, none]
  const sumOf = (label: string) => Object.values(confusion[label] ?? {}).reduce((sum, count) => sum + count, 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={styles.scroll} aria-label={caption} tabIndex={0}>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{text.truthAndSeen}</th>
            {all.map((seen) => (
              <th key={seen} scope="col">
                {seen === none ? text.notSeen : <bdi>{seen}</bdi>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {all.map((truth) => (
            <tr key={truth}>
              <th scope="row">{truth === none ? text.nothingThere : <bdi>{truth}</bdi>}</th>
              {all.map((seen) => {
                const count = confusion[truth]?.[seen] ?? 0
                const share = count === 0 ? 0 : count / sumOf(truth)
                // Nobody counts the places where nothing was seen and nothing was.
                if (truth === none && seen === none) return <td key={seen} aria-label={text.notCounted} />
                return (
                  <td
                    key={seen}
                    title={`${percent(share)}`}
                    style={count === 0 ? {} : { background: shade(share, truth === seen ? 'good' : 'critical') }}
                  >
                    {number(count)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Never so strong that the figure on it cannot be read. */
function shade(share: number, tone: 'good' | 'critical'): string {
  return `color-mix(in oklab, var(--${tone}) ${Math.round(8 + share * 22)}%, var(--card))`
}
