import type { Alert, AlertChannel } from './domain/alert.ts'
import type { AlertSettings } from './domain/alert-settings.ts'
import type { AuditEntry, AuditFact } from './domain/audit.ts'
import type { Clock } from './domain/clock.ts'
import type { DeviceHealth } from './domain/device-health.ts'
import type { EdgeSettings } from './domain/edge-settings.ts'
import type { Camera, Device, SiteRule } from './domain/fleet.ts'
import type { Id, Instant } from './domain/ids.ts'
import type { Incident, IncidentPhase, IncidentState, VerdictValue } from './domain/incident.ts'
import type { IncidentEntry } from './domain/incident-entry.ts'
import type { InferenceMessage } from './domain/messages.ts'
import type { MissedObject } from './domain/missed-object.ts'
import type { Page, Versioned } from './domain/page.ts'
import type { Person } from './domain/person.ts'
import type { QuarantinedItem } from './domain/quarantine.ts'
import type { ReceivedEvent } from './domain/received-event.ts'
import type { Recording } from './domain/recording.ts'
import type { Recipient, Roster, Schedule, Site } from './domain/roster.ts'
import type { Severity } from './domain/rule.ts'
import type { UploadJob } from './domain/upload-job.ts'

/** What all of an incident's rows agree on after one transaction: all of it is written, or nothing. */
export interface IncidentChange {
  readonly incident: Incident
  /** The version that the change is based on; undefined = the incident must be new. */
  readonly version: string | undefined
  /** Rows of the outbox that come into being with this change. */
  readonly alerts?: readonly Alert[]
  readonly entries?: readonly IncidentEntry[]
}

export interface IncidentQuery {
  /** The sites that the asker may see; an empty list finds nothing. */
  readonly sites: readonly Id[]
  readonly camera?: Id
  readonly state?: IncidentState
  readonly phase?: IncidentPhase
  readonly severity?: Severity
  readonly verdict?: VerdictValue | 'none'
  readonly rule?: Id
  readonly label?: string
  /** Started at or after, and before. */
  readonly from?: Instant
  readonly to?: Instant
  /** What the page before gave. A forged one is `input-invalid`. */
  readonly cursor?: string
  /** 1 to 100. */
  readonly limit: number
}

export interface IncidentStore {
  find(id: Id): Promise<Versioned<Incident> | undefined>
  /**
   * Answers the new version. `incident-changed` when the version is not the newest any more: read again and decide
   * again. The same change written twice (an answer that was lost on the way) answers as if it were written once.
   */
  write(change: IncidentChange): Promise<string>
  /** Newest first. A page may be short, even empty, and still have a cursor: only a page without one is the last. */
  list(query: IncidentQuery): Promise<Page<Incident>>
  /** Those that nobody resolved yet, newest first. Same filters, same cursor. */
  listUnresolved(query: IncidentQuery): Promise<Page<Incident>>
  /** Verdicts, comments and history, oldest first. */
  entries(id: Id): Promise<readonly IncidentEntry[]>
  alerts(id: Id): Promise<readonly Alert[]>
}

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
}

/** What became of a call. `expired`: the provider no longer knows whether it had taken this request before. */
export type SendResult =
  | { readonly outcome: 'accepted'; readonly providerId: string }
  | { readonly outcome: 'refused'; readonly reason: string }
  | { readonly outcome: 'expired'; readonly reason: string }
  | { readonly outcome: 'unavailable'; readonly reason: string; readonly retryAfterSeconds: number | undefined }

/** Makes one call, never a second one by itself, and never throws for what a provider can answer. */
export type AlertSender = (alert: OutgoingAlert) => Promise<SendResult>

export interface StoredInference {
  readonly site: Id
  readonly isLate: boolean
  /** What the row is filed under: the device's time, or the hub's where the device's clock cannot be right. */
  readonly time: Instant
  readonly message: InferenceMessage
}

export interface InferenceStore {
  /** Resolves when the row is durable. The same message again changes nothing. Calls made meanwhile share transactions. */
  save(inference: StoredInference): Promise<void>
  /** Ordered by time; `from` inclusive, `to` exclusive. */
  read(query: { site: Id; camera: Id; from: Instant; to: Instant }): AsyncIterable<StoredInference>
}

/** Raw messages as they came, in append blobs: the ground truth for audits and for replays of whole hours. */
export interface MessageArchive {
  append(events: readonly ReceivedEvent[]): Promise<void>
}

export interface RecordingStore {
  /** The same recording again changes nothing. */
  save(recording: Recording): Promise<void>
  find(id: Id): Promise<Recording | undefined>
  /** Newest first. */
  list(query: { site: Id; camera: Id; from?: Instant; to?: Instant; cursor?: string; limit: number }): Promise<Page<Recording>>
}

export interface DeviceStore {
  find(device: Id): Promise<Device | undefined>
  save(device: Device): Promise<void>
  list(): Promise<readonly Device[]>
  /** An older message than the stored one changes nothing. */
  saveHealth(health: DeviceHealth): Promise<void>
  health(device: Id): Promise<DeviceHealth | undefined>
}

/** Uploaded files that nobody has checked yet, and where the checked ones go. */
export interface MediaStore {
  /** Reads the whole file. Undefined when there is no such upload (any more). */
  inspectUpload(path: string): Promise<InspectedUpload | undefined>
  has(container: MediaContainer, path: string): Promise<boolean>
  /**
   * Copies what was inspected, inside the storage account; nothing passes through this process. Copying again changes
   * nothing. `upload-changed` when the device wrote it again since.
   */
  accept(upload: InspectedUpload, container: MediaContainer | 'quarantine', path: string): Promise<void>
  removeUpload(path: string): Promise<void>
}

export interface InspectedUpload {
  readonly path: string
  readonly version: string
  readonly bytes: number
  readonly sha256: string
  /** The first 16 bytes, which say what kind of file it is. */
  readonly head: Uint8Array
}

export type MediaContainer = 'raw-video' | 'snapshots'

/** Read-only links to one blob, ≤ 10 minutes. */
export interface MediaLinks {
  /** Where links lead; a page must allow pictures from there. */
  readonly origin: string
  link(container: MediaContainer, path: string, expiresAt: Instant): Promise<string>
}

export interface UploadQueue {
  /** `delaySeconds`: how long nobody looks at it. Default 0. */
  add(job: UploadJob, delaySeconds?: number): Promise<void>
}

export interface Quarantine {
  has(id: string): Promise<boolean>
  /** The same item again changes nothing. */
  put(item: QuarantinedItem, event: ReceivedEvent): Promise<void>
  find(id: string): Promise<{ item: QuarantinedItem; event: ReceivedEvent } | undefined>
  /** Newest first. */
  list(query: { cursor?: string; limit: number }): Promise<Page<QuarantinedItem>>
  markReplayed(id: string, at: Instant): Promise<void>
}

/** Where events wait when the tables do not answer: durable, so that the hub's batch can be let go. */
export interface SpillStore {
  put(events: readonly ReceivedEvent[]): Promise<void>
  /** Oldest first. */
  list(limit: number): Promise<readonly string[]>
  read(name: string): Promise<readonly ReceivedEvent[] | undefined>
  remove(name: string): Promise<void>
}

export interface AuditLog {
  /** Hangs the fact on the chain of the site. */
  append(site: Id, fact: AuditFact): Promise<void>
  /** Entries with `seq` from `from` on, in order. `before` is the entry that the first of them hangs on. */
  read(query: { site: Id; from: number; limit: number }): Promise<{ entries: readonly AuditEntry[]; before: AuditEntry | undefined }>
}

/** Cameras and rules, as people set them; the device gets them through its twin. */
export interface FleetStore {
  cameras(site: Id): Promise<readonly Camera[]>
  saveCamera(camera: Camera): Promise<void>
  removeCamera(site: Id, camera: Id): Promise<void>
  rules(site: Id): Promise<readonly SiteRule[]>
  saveRule(rule: SiteRule): Promise<void>
  removeRule(site: Id, rule: Id): Promise<void>
}

/** What a device says that it made of the settings it was given. */
export interface ReportedSettings {
  readonly version: number
  readonly status: 'applied' | 'refused'
  readonly problem?: string | undefined
}

/** The hub's side of the devices. */
export interface DeviceTwins {
  /** Makes the identities that a device needs (itself, its module, its uploads). What is there stays as it is. */
  register(device: Device): Promise<void>
  /** Replaces what the device should do. It hears of it at once, or when it comes back. */
  push(device: Id, settings: EdgeSettings): Promise<void>
  read(device: Id): Promise<{ desired: number; reported: ReportedSettings | undefined; isConnected: boolean } | undefined>
}

/** Which sites a person covers; roles come from the identity provider. */
export interface PersonStore {
  find(id: string): Promise<Person | undefined>
  list(): Promise<readonly Person[]>
  save(person: Person): Promise<void>
}

/** What people saw and the model did not. */
export interface MissedObjectStore {
  save(report: MissedObject): Promise<void>
  /** Newest first. */
  list(query: { site: Id; cursor?: string; limit: number }): Promise<Page<MissedObject>>
}

/** Decides who is told about an incident: rows for the outbox, those that cooldown suppresses among them. */
export type PlanAlerts = (incident: Incident, now: Date) => Promise<readonly Alert[]>

/** The time of the storage service: one that all instances share, and that nobody sets by hand. */
export type StorageTime = () => Promise<Date>

/** Everything that operations need from outside, made by createApp. One line each; add yours. */
export interface Ports {
  readonly clock: Clock
  readonly storageTime: StorageTime
  readonly incidents: IncidentStore
  readonly outbox: AlertOutbox
  readonly alertQueue: AlertQueue
  readonly alertLimits: AlertLimits
  readonly alertSenders: Readonly<Record<AlertChannel, AlertSender>>
  readonly alertSettings: AlertSettings
  readonly rosters: RosterStore
  readonly inferences: InferenceStore
  readonly archive: MessageArchive
  readonly recordings: RecordingStore
  readonly devices: DeviceStore
  readonly media: MediaStore
  readonly links: MediaLinks
  readonly uploads: UploadQueue
  readonly quarantine: Quarantine
  readonly spill: SpillStore
  readonly audit: AuditLog
  readonly fleet: FleetStore
  readonly twins: DeviceTwins
  readonly people: PersonStore
  readonly missedObjects: MissedObjectStore
  readonly planAlerts: PlanAlerts
}
