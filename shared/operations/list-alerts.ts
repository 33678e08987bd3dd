import type { Alert } from '../domain/alert.ts'
import type { Id } from '../domain/ids.ts'
import type { IncidentStore } from '../ports.ts'

/** What a person may know of an alert: to whom, how, what became of it, and why. No number, no address. */
export interface AlertView extends Pick<Alert, 'id' | 'kind' | 'recipient' | 'channel' | 'state' | 'attempts' | 'isRepeat' | 'createdAt'> {
  readonly firstSentAt: Alert['firstSentAt']
  readonly nextAttemptAt: Alert['nextAttemptAt']
  /** Why it was not sent, or what went wrong last: `cooldown`, `quiet-hours`, `off-shift`, …, or the provider's words. */
  readonly reason: Alert['reason']
}

/** Answers "why was I (not) alerted" for one incident. */
export async function listAlerts({ incidents }: { readonly incidents: IncidentStore }, incident: Id): Promise<readonly AlertView[]> {
  const alerts = await incidents.alerts(incident)
  return alerts.map(({ id, kind, recipient, channel, state, attempts, isRepeat, createdAt, firstSentAt, nextAttemptAt, reason }) => ({
    ...{ id, kind, recipient, channel, state, attempts, isRepeat, createdAt, firstSentAt, nextAttemptAt, reason },
  }))
}
