import { Icon } from '../../../design/icon.tsx'
import { useText } from '../../../text/text.ts'
import styles from './audit.module.css'
import type { Verdict } from './use-chain.ts'

export interface ChainVerdictProps {
  readonly verdict: Verdict | undefined
  readonly first: number | undefined
  readonly last: number | undefined
  /** What to say of a stretch that holds. */
  wordsOf(first: number, last: number): string
}

/** Whether the chain holds, and who says so. */
export function ChainVerdict({ verdict, first, last, wordsOf }: ChainVerdictProps) {
  const words = useText().archive.audit
  if (verdict === undefined || first === undefined || last === undefined) return null
  const { brokenAt, byServer, byBrowser } = verdict
  if (brokenAt === undefined) {
    return (
      <p className={`${styles.verdict} ${styles.holds}`} role="status">
        <Icon name="check" />
        <span>{wordsOf(first, last)}</span>
      </p>
    )
  }
  return (
    <div className={`${styles.verdict} ${styles.broken}`} role="alert">
      <Icon name="incidents" />
      <div>
        <p>
          <strong>{words.brokenAt(brokenAt)}</strong>
        </p>
        <p>{byServer === undefined ? words.foundByBrowser : byBrowser === undefined ? words.foundByServer : words.foundByBoth}</p>
        <p>{words.brokenAdvice}</p>
      </div>
    </div>
  )
}
