import type { TroubleEvidence } from './camera-trouble.ts'
import type { Detection } from './detection.ts'
import type { Id, Instant } from './ids.ts'
import type { ModelReference } from './messages.ts'
import type { Severity } from './rule.ts'

/**
 * What the cameras say about an incident moves `open → closed`; what people do moves `new → acknowledged →
 * resolved`. The two are independent: a leak can be resolved while the camera still sees it.
 */
export type IncidentPhase = 'open' | 'closed'
export type IncidentState = 'new' | 'acknowledged' | 'resolved'
export type VerdictValue = 'confirmed' | 'rejected' | 'inconclusive'

/** What fits one transaction beside the incident itself. */
export const maxAlertsPerIncident = 99

export interface Incident {
  readonly id: Id
  readonly site: Id
  readonly device: Id
  readonly camera: Id
  /**
   * `camera`: about the camera itself, `label` says what is wrong with it (camera-trouble.ts). No verdict about it teaches a
   * model anything. Left out: a rule of people was broken.
   */
  readonly kind?: 'camera'
  /** Of a camera's own: what its monitor measured. */
  readonly evidence?: TroubleEvidence
  readonly rule: Id
  readonly label: string
  readonly severity: Severity
  readonly startedAt: Instant
  readonly endedAt: Instant | undefined
  /** When the hub received the first message about it: device time is data, server time decides. */
  readonly receivedAt: Instant
  /** It reached us more than 15 minutes after it began; nobody is woken for it. */
  readonly isLate: boolean
  readonly phase: IncidentPhase
  readonly state: IncidentState
  /** When the first person took it on, by acknowledging or judging it. */
  readonly acknowledgedAt?: Instant
  /** When it was resolved; gone when it was reopened. */
  readonly resolvedAt?: Instant
  /** The newest verdict; all of them are kept. */
  readonly verdict: VerdictValue | undefined
  readonly model: ModelReference
  readonly peak: { readonly at: Instant; readonly ptsMs: number; readonly detection: Detection }
  /** Path in container `snapshots`. */
  readonly snapshot: string | undefined
  readonly recordings: readonly Id[]
  /** W3C trace context of the message that opened it. */
  readonly traceparent: string | undefined
  /** Kept by ingest, for ingest: where the fields came from, so that messages in any order end in the same incident. */
  readonly intake?: IncidentIntake
}

/** Orders the messages about an incident: device time first, then boot and sequence number. */
export interface MessageOrder {
  readonly at: Instant
  readonly bootId: Id
  readonly seq: number
}

export interface IncidentIntake {
  readonly newest: MessageOrder
  /** Of the message whose still is `snapshot`. */
  readonly snapshot: MessageOrder | undefined
  readonly hasPlannedAlerts: boolean
}
