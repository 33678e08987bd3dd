import { Button } from '../../design/button.tsx'
import { useText } from '../../text/text.ts'
import styles from './bulk-bar.module.css'
import type { Decision } from './decide-many.ts'

export interface BulkBarProps {
  readonly count: number
  readonly isBusy: boolean
  readonly onDecide: (decision: Decision) => void
  readonly onClear: () => void
}

/** What can be done with the incidents that were picked. */
export function BulkBar({ count, isBusy, onDecide, onClear }: BulkBarProps) {
  const { words, incidents } = useText()
  const text = incidents.bulk
  const busy = { disabled: isBusy }
  return (
    <section className={styles.bar} aria-label={text.title} aria-busy={isBusy || undefined}>
      <p role="status">{isBusy ? text.busy(count) : text.selected(count)}</p>
      <Button icon="check" {...busy} onClick={() => onDecide('confirmed')}>
        {words.verdict.confirmed}
      </Button>
      <Button icon="cross" {...busy} onClick={() => onDecide('rejected')}>
        {words.verdict.rejected}
      </Button>
      <Button icon="question" {...busy} onClick={() => onDecide('inconclusive')}>
        {words.verdict.inconclusive}
      </Button>
      <Button {...busy} onClick={() => onDecide('acknowledge')}>
        {text.acknowledge}
      </Button>
      <Button {...busy} onClick={() => onDecide('resolve')}>
        {text.resolve}
      </Button>
      <Button look="quiet" icon="close" label={text.clear} onClick={onClear} />
    </section>
  )
}
