import { dueAt } from '../domain/alert.ts'
import type { Instant } from '../domain/ids.ts'
import type { Ports } from '../ports.ts'
import { findOverdue } from './sweep-alerts.ts'

export interface AlertHealth {
  /** `degraded`: an alert has waited for more than a minute; somebody who should know does not. */
  readonly state: 'ok' | 'degraded'
  readonly overdue: number
  /** Since when the oldest of them has been due. */
  readonly oldestDueAt: Instant | undefined
}

const toleratedMs = 60_000

/** Whether alerts get out. A silent outbox is a silent failure, so this is asked from outside of the dispatcher. */
export async function checkAlerts({ outbox, clock }: Pick<Ports, 'outbox' | 'clock'>): Promise<AlertHealth> {
  const now = clock().getTime()
  const overdue = await findOverdue(outbox, now - toleratedMs, now)
  const [oldestDueAt] = overdue.map(dueAt).sort()
  return { state: overdue.length === 0 ? 'ok' : 'degraded', overdue: overdue.length, oldestDueAt }
}
