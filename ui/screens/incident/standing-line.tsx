import type { Decision, Entry } from '../../decisions/decision.ts'
import { Button } from '../../design/button.tsx'
import { Tag } from '../../design/tag.tsx'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import styles from './standing-line.module.css'

interface StandingLineProps {
  readonly site: string
  readonly standing: Entry | undefined
  readonly isMine: boolean
  /** One's own decisions about this incident that are on their way. */
  readonly waiting: readonly Decision[]
  onWithdraw: (() => void) | undefined
}

/** What was said so far: whose verdict counts, or which one waits to be sent. */
export function StandingLine({ site, standing, isMine, waiting, onWithdraw }: StandingLineProps) {
  const { incident: text, words, decisions } = useText()
  const judged = waiting.findLast(({ action }) => action.kind === 'judge' || action.kind === 'withdraw')
  if (judged !== undefined) {
    const { action } = judged
    return (
      <p className={styles.line}>
        {action.kind === 'judge' ? text.yours(words.verdict[action.verdict]) : decisions.kinds.withdraw}{' '}
        <Tag tone="warning" icon="clock">
          {decisions.queued}
        </Tag>
      </p>
    )
  }
  if (standing?.verdict === undefined) return null
  return (
    <p className={styles.line}>
      <span>
        {isMine ? text.yours(words.verdict[standing.verdict]) : text.judgedBy(standing.name, words.verdict[standing.verdict])},{' '}
        <SiteTime at={standing.at} site={site} as="time" />
        {standing.reason !== undefined && ` · ${text.reasons[standing.reason as keyof typeof text.reasons]}`}
        {(standing.boxes?.length ?? 0) > 0 && ` · ${text.boxesWith(standing.boxes!.length)}`}
      </span>
      {onWithdraw !== undefined && (
        <Button size="small" icon="undo" onClick={onWithdraw}>
          {text.withdraw}
        </Button>
      )}
    </p>
  )
}
