import { useText } from '../../text/text.ts'
import type { Approval } from './approval-state.ts'
import styles from './approvals.module.css'
import { useNameOf } from './use-name-of.ts'

/** An answer that came too late, with what was written: nothing of it is thrown away unseen. */
export interface Lost {
  readonly reason: string
}

export function LostAnswer({ approval, answer }: { approval: Approval; answer: Lost }) {
  const words = useText().approvals
  const nameOf = useNameOf(approval)
  const last = approval.state === 'waiting' ? undefined : approval.decisions.at(-1)
  return (
    <div className={`${styles.banner} ${styles.warning}`} role="alert">
      <p className={styles.strong}>{last === undefined || last.by === 'system' ? words.closedMeanwhile : words.faster(nameOf(last.by))}</p>
      <p>
        {words.yourWords} <q>{answer.reason}</q>
      </p>
    </div>
  )
}
