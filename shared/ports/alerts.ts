import type { Alert } from '../domain/alert.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Incident } from '../domain/incident.ts'
import type { Versioned } from '../domain/page.ts'
import type { Recipient, Roster, Schedule, Site } from '../domain/roster.ts'

/** Where an alert lies: what the queue carries. The queue only wakes; the row decides. */
export interface AlertReference {
  readonly incident: Id
  readonly alert: string
}

export interface PendingAlert extends AlertReference {
  readonly createdAt: Instant
}

/** The outbox. Alerts about one incident come into being by IncidentStore.write alone. */
export interface AlertOutbox {
  /**
   * A row that dispatching itself gives rise to: a digest, or the other channel for one that was given up.
   * It lies with the incident that it names. The same row again changes nothing, whatever became of it.
   */
  add(alert: Alert): Promise<void>
  find(reference: AlertReference): Promise<Versioned<Alert> | undefined>
  /**
   * Answers the new version; `alert-changed` when somebody else moved the row. A row that reached `done`, `failed` or
   * `suppressed` is taken off the list of pending ones.
   */
  update(alert: Alert, version: string): Promise<string>
  /**
   * Not yet final, oldest first, across all sites. May name a row that was never written (a crash between the two writes);
   * `find` answers undefined for it, and `forget` it when it is older than a few minutes.
   */
  pending(limit: number): Promise<readonly PendingAlert[]>
  forget(pending: PendingAlert): Promise<void>
}

/**
 * Queues `alerts-critical` and `alerts`, so that a critical alert never waits behind others. A wake-up that is lost is
 * found by the sweeper, one that comes twice finds the row moved.
 */
export interface AlertQueue {
  /** Wakes a dispatcher for each alert that is pending, when it is due. */
  wake(alerts: readonly Alert[]): Promise<void>
}

/** Who is told about a site's incidents, and when. */
export interface RosterStore {
  /** Undefined for a site that nobody has set up. */
  find(site: Id): Promise<Roster | undefined>
  saveSite(site: Site): Promise<void>
  listSites(): Promise<readonly Site[]>
  saveRecipient(recipient: Recipient): Promise<void>
  removeRecipient(site: Id, recipient: Id): Promise<void>
  saveSchedule(schedule: Schedule): Promise<void>
  removeSchedule(site: Id, schedule: Id): Promise<void>
  saveCameraName(site: Id, camera: Id, name: string): Promise<void>
}

/** Small shared counters: cooldown windows and the e-mail quota. One row each, changed under its version. */
export interface AlertLimits {
  read(site: Id, key: string): Promise<Versioned<string> | undefined>
  /** False when somebody else changed the row meanwhile; `version` undefined = it must be new. */
  write(site: Id, key: string, value: string, version: string | undefined): Promise<boolean>
}

/** One message as it goes to a provider. */
export interface OutgoingAlert {
  /** The provider takes the same id with the same time as the same request, for five minutes. */
  readonly requestId: string
  readonly firstSentAt: Instant
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string | undefined
  /** W3C trace context of the call, as its header. */
  readonly traceparent?: string | undefined
}

/** What became of a call. `expired`: the provider no longer knows whether it had taken this request before. */
export type SendResult =
  | { readonly outcome: 'accepted'; readonly providerId: string }
  | { readonly outcome: 'refused'; readonly reason: string }
  | { readonly outcome: 'expired'; readonly reason: string }
  | { readonly outcome: 'unavailable'; readonly reason: string; readonly retryAfterSeconds: number | undefined }

/** Makes one call, never a second one by itself, and never throws for what a provider can answer. */
export type AlertSender = (alert: OutgoingAlert) => Promise<SendResult>

/** Decides who is told about an incident: rows for the outbox, those that cooldown suppresses among them. */
export type PlanAlerts = (incident: Incident, now: Date) => Promise<readonly Alert[]>
