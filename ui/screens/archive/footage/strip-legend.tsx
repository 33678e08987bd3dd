import { useText } from '../../../text/text.ts'
import styles from './strip-lanes.module.css'

const severities = ['critical', 'warning', 'info'] as const

/** What the colours of the strip mean. */
export function StripLegend({ hasHolds }: { hasHolds: boolean }) {
  const text = useText()
  const words = text.archive
  return (
    <p className={styles.legend}>
      <span>
        <i className={styles.footage} /> {words.laneVideo}
      </span>
      <span>
        <i className={styles.gap} /> {words.laneGap}
      </span>
      {severities.map((severity) => (
        <span key={severity}>
          <i className={`${styles.mark} ${styles[severity]}`} /> {text.words.severity[severity]}
        </span>
      ))}
      {hasHolds && (
        <span>
          <i className={styles.hold} /> {words.laneHolds}
        </span>
      )}
    </p>
  )
}
