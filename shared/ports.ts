import type { AlertChannel } from './domain/alert.ts'
import type { AlertSettings } from './domain/alert-settings.ts'
import type { Clock } from './domain/clock.ts'
import type { AlertLimits, AlertOutbox, AlertQueue, AlertSender, PlanAlerts, RosterStore } from './ports/alerts.ts'
import type { DeviceStore, DeviceTwins, FleetStore } from './ports/fleet.ts'
import type { IncidentStore, MissedObjectStore } from './ports/incidents.ts'
import type { InferenceStore, MessageArchive, Quarantine, SpillStore, StorageTime } from './ports/intake.ts'
import type { MediaLinks, MediaStore, RecordingStore, UploadQueue } from './ports/media.ts'
import type { AuditLog, PersonStore } from './ports/people.ts'

export type * from './ports/alerts.ts'
export type * from './ports/fleet.ts'
export type * from './ports/incidents.ts'
export type * from './ports/intake.ts'
export type * from './ports/media.ts'
export type * from './ports/people.ts'

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
