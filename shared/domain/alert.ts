import type { Id, Instant } from './ids.ts'
import type { Severity } from './rule.ts'

export type AlertChannel = 'sms' | 'email'

/** One message to one recipient over one channel about one incident. A row of the outbox. */
export interface Alert {
  /** UUIDv5 of incident, recipient and channel: what the provider knows a repeated request by. */
  readonly id: string
  readonly incident: Id
  readonly site: Id
  readonly camera: Id
  readonly recipient: Id
  readonly channel: AlertChannel
  readonly severity: Severity
  readonly createdAt: Instant
  readonly state: AlertState
  /** Attempts that were begun. */
  readonly attempts: number
  /** When the first attempt was begun. The provider takes a repeated id as the same request only with the same time. */
  readonly firstSentAt: Instant | undefined
  /** A claim holds until then; afterwards another dispatcher may take the row. */
  readonly leasedUntil: Instant | undefined
  readonly nextAttemptAt: Instant | undefined
  readonly providerId: string | undefined
  /** What went wrong last, or why it was not sent (for example `cooldown`). */
  readonly reason: string | undefined
}

/** `pending → claimed → done`; `failed` is final and shown to people; `suppressed` says why nobody was woken. */
export type AlertState = 'pending' | 'claimed' | 'done' | 'failed' | 'suppressed'
