import { Card } from '../../design/page.tsx'
import { Tag } from '../../design/tag.tsx'
import { useText } from '../../text/text.ts'
import { type Anomaly, useAnomalyWords } from './anomaly-words.ts'
import styles from './insights.module.css'

const shownAtOnce = 5

/** Counts that were not as usual, each with what was to be expected. Nothing where there is none: no news is good news. */
export function Anomalies({ anomalies }: { anomalies: readonly Anomaly[] }) {
  const text = useText().insights
  if (anomalies.length === 0) return null
  const rest = anomalies.slice(shownAtOnce)
  return (
    <Card title={text.anomalies}>
      <p className={styles.note}>{text.anomaliesNote}</p>
      <AnomalyList anomalies={anomalies.slice(0, shownAtOnce)} />
      {rest.length > 0 && (
        <details className={styles.more}>
          <summary>{text.moreAnomalies(rest.length)}</summary>
          <AnomalyList anomalies={rest} />
        </details>
      )}
    </Card>
  )
}

function AnomalyList({ anomalies }: { anomalies: readonly Anomaly[] }) {
  const text = useText().insights
  const words = useAnomalyWords()
  return (
    <ul className={styles.anomalies}>
      {anomalies.map((anomaly) => (
        <li key={anomaly.id}>
          <Tag tone={anomaly.direction === 'high' ? 'warning' : 'info'}>{text.direction[anomaly.direction]}</Tag>
          <strong>{words.subject(anomaly)}</strong>
          <span>{words.when(anomaly)}</span>
          <span>{words.figures(anomaly)}</span>
        </li>
      ))}
    </ul>
  )
}
