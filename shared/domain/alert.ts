import type { Id, Instant } from './ids.ts'
import type { Severity } from './rule.ts'

/** What a recipient of a roster can be reached by. */
export const routeChannels = ['sms', 'email'] as const
export type RouteChannel = (typeof routeChannels)[number]
/** `push` goes to a browser that its person has switched on (`push.ts`). */
export const alertChannels = [...routeChannels, 'push'] as const
export type AlertChannel = (typeof alertChannels)[number]

/**
 * One message to one recipient over one channel about one incident. A row of the outbox.
 *
 * The row holds all that the message says; who the recipient is (name, number, address) is looked up when it is
 * sent, so that no personal data lies in the outbox and a corrected number holds for what is still to be sent.
 */
export interface Alert {
  /** UUIDv5 of incident, recipient and channel: what the provider knows a repeated request by. */
  readonly id: string
  readonly kind: AlertKind
  /** For a digest: the first incident that it stands for. */
  readonly incident: Id
  readonly site: Id
  readonly camera: Id
  readonly rule: Id
  readonly label: string
  /** Incidents that this message stands for: 1, or what a digest has counted. */
  readonly count: number
  readonly startedAt: Instant
  /** Of the roster; for `push` the id of a browser's subscription. */
  readonly recipient: Id
  readonly channel: AlertChannel
  readonly severity: Severity
  readonly createdAt: Instant
  readonly state: AlertState
  /** Attempts that were begun. */
  readonly attempts: number
  /** When the first attempt was begun. The provider takes a repeated id as the same request only with the same time. */
  readonly firstSentAt: Instant | undefined
  /** The provider no longer knew whether it had taken the message, so it is sent once more and says so. */
  readonly isRepeat: boolean
  /** Takes the place of a message over the other channel, which was given up. */
  readonly isFallback: boolean
  /** Only if nobody has acknowledged the incident by the time the alert is due. */
  readonly isEscalation: boolean
  /** A claim holds until then; afterwards another dispatcher may take the row. */
  readonly leasedUntil: Instant | undefined
  readonly nextAttemptAt: Instant | undefined
  /** Set with the first attempt: no attempt is made after it. */
  readonly giveUpAt: Instant | undefined
  readonly providerId: string | undefined
  /** What went wrong last, or why it was not sent: it answers "why was I (not) alerted". */
  readonly reason: string | undefined
}

/**
 * - `incident`: sent at once.
 * - `late`: never sent by itself, only counted in the `late-digest` of its camera and hour.
 * - `cause-digest`: what the same camera and label raised within the cooldown.
 * - `site-digest`: what the e-mail quota left no room for.
 */
export type AlertKind = 'incident' | 'late' | 'cause-digest' | 'late-digest' | 'site-digest'

/** `pending → claimed → done`; `failed` is final and shown to people; `suppressed` says why nobody was woken. */
export type AlertState = 'pending' | 'claimed' | 'done' | 'failed' | 'suppressed'

/** Why a row is `suppressed` or `failed` where no provider's words say it. */
export type AlertReason =
  | 'acknowledged'
  | 'cooldown'
  | 'email-quota'
  | 'late'
  | 'nothing-counted'
  | 'off-shift'
  | 'quiet-hours'
  | 'recipient-unknown'
  | 'unsubscribed'

export function isFinal(alert: Alert): boolean {
  return alert.state !== 'pending' && alert.state !== 'claimed'
}

/** When somebody should next look at the row: its due time, or the end of a claim whose holder may have died. */
export function dueAt(alert: Alert): Instant {
  return (alert.state === 'claimed' ? alert.leasedUntil : alert.nextAttemptAt) ?? alert.createdAt
}
