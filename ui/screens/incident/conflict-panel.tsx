import type { Action, Decision, Entry } from '../../decisions/decision.ts'
import { nameDecision } from '../../decisions/decision-words.ts'
import { Button } from '../../design/button.tsx'
import { useText } from '../../text/text.ts'
import { SiteTime } from '../../time/site-time.tsx'
import styles from './conflict-panel.module.css'

interface ConflictPanelProps {
  readonly site: string
  readonly theirs: Entry
  /** What one wanted to say oneself. */
  readonly mine: Action
  onInsist(): void
  onYield(): void
}

/** Somebody else has judged it: shows what they said, and lets one decide again. Nothing is overwritten before that. */
export function ConflictPanel({ site, theirs, mine, onInsist, onYield }: ConflictPanelProps) {
  const text = useText()
  const { conflict } = text.incident
  const said = theirs.verdict === undefined ? text.decisions.kinds.resolve : text.words.verdict[theirs.verdict]
  return (
    <div className={styles.panel} role="alert">
      <p>
        <strong>{conflict.title(theirs.name, said)}</strong> <SiteTime at={theirs.at} site={site} as="ago" />.
      </p>
      {theirs.comment !== undefined && <p>{text.incident.quote(theirs.comment)}</p>}
      <p>{conflict.yours(nameDecision(mine, text))}</p>
      <div className={styles.actions}>
        <Button onClick={onYield}>{conflict.yield(said)}</Button>
        <Button look="danger" onClick={onInsist}>
          {conflict.insist(nameDecision(mine, text))}
        </Button>
      </div>
    </div>
  )
}

/** The server does not take it, and says why. */
export function RefusedPanel({ decision, onRetry, onDrop }: { decision: Decision; onRetry(): void; onDrop(): void }) {
  const text = useText()
  return (
    <div className={styles.panel} role="alert">
      <p>
        <strong>{text.decisions.refused(nameDecision(decision.action, text))}</strong> {decision.problem}
      </p>
      <div className={styles.actions}>
        <Button icon="retry" onClick={onRetry}>
          {text.problems.retry}
        </Button>
        <Button onClick={onDrop}>{text.decisions.drop}</Button>
      </div>
    </div>
  )
}
