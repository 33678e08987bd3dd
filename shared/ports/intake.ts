import type { Id, Instant } from '../domain/ids.ts'
import type { InferenceMessage } from '../domain/messages.ts'
import type { Page } from '../domain/page.ts'
import type { QuarantinedItem } from '../domain/quarantine.ts'
import type { ReceivedEvent } from '../domain/received-event.ts'
import type { ChangeLog } from './night.ts'

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

/**
 * What came in and is not in the hours of the insights yet: minutes of a camera (`inference`) or of a device (`health`),
 * as `intakeId` names them. A mark is written before the rows that it announces.
 */
export type IntakeLog = ChangeLog<'inference' | 'health'>

/** Raw messages as they came, in append blobs: the ground truth for audits and for replays of whole hours. */
export interface MessageArchive {
  append(events: readonly ReceivedEvent[]): Promise<void>
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

/** The time of the storage service: one that all instances share, and that nobody sets by hand. */
export type StorageTime = () => Promise<Date>
