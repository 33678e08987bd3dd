import { useApi } from '../../../api/use-api.ts'
import { useText } from '../../../text/text.ts'
import type { SessionState, Wish } from './session.ts'
import { useKept } from './use-kept.ts'
import { useOutbox } from './use-outbox.ts'

export interface SessionProgressProps {
  readonly state: SessionState
  readonly site: string
  readonly wish: Wish
}

/** How far one is: done, skipped, what waits, what has not arrived yet. */
export function SessionProgress({ state, site, wish: { group, label } }: SessionProgressProps) {
  const text = useText().labeling
  const counts = useApi('countTasks', { query: { site } }, { everyMs: 30_000 })
  const unsent = useKept(useOutbox().waiting).length
  const waiting = counts.data?.items.filter((one) => group === undefined || one.group === group).reduce((sum, { tasks }) => sum + tasks, 0)
  const parts = [
    group && text.group[group],
    label,
    text.done(state.answered.length),
    state.skipped > 0 && text.skipped(state.skipped),
    waiting !== undefined && text.inQueue(waiting),
    unsent > 0 && text.unsent(unsent),
  ]
  return <p role="status">{parts.filter(Boolean).join(' · ')}</p>
}
