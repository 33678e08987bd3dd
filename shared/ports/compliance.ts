import type { Box } from '../domain/box.ts'
import type { ComplianceDecision, HourCounts } from '../domain/compliance-decision.ts'
import type { ComplianceItem } from '../domain/compliance-item.ts'
import type { PolicyVersion } from '../domain/compliance-policy.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { ScoreMessage } from '../domain/messages.ts'
import type { Page, Versioned } from '../domain/page.ts'

/** An item that nobody has decided about since it was last handed over. */
export interface WaitingItem {
  readonly item: ComplianceItem
  readonly enqueuedAt: Instant
  /** Not to be looked at before. */
  readonly dueAt: Instant
  /** Times that judging it failed, for a reason that does not pass. */
  readonly failures: number
}

/** What waits for the filter, kept on site. The rows decide, the queue only wakes. */
export interface ComplianceItemStore {
  /**
   * Resolves when it is durable. The row gets a new version, so that a filter at work knows that it was too early. False
   * where the row is known to wait already and cannot have been looked at yet.
   */
  wait(waiting: WaitingItem): Promise<boolean>
  find(site: Id, key: string): Promise<Versioned<WaitingItem> | undefined>
  list(site: Id, limit: number): Promise<readonly Versioned<WaitingItem>[]>
  /** False where it was handed over again since that version: then it must be looked at again. */
  done(waiting: Versioned<WaitingItem>): Promise<boolean>
}

export interface ComplianceQueue {
  /** Not before each one is due. */
  wake(waiting: readonly WaitingItem[]): Promise<void>
}

/** What was decided, by the hour of the items, and how many of what there were. */
export interface ComplianceDecisionStore {
  find(site: Id, hour: string, key: string): Promise<Versioned<ComplianceDecision> | undefined>
  /** `compliance-changed` when somebody else wrote it meanwhile. */
  save(decision: ComplianceDecision, version: string | undefined): Promise<string>
  /** Of one hour, in the order of their keys. */
  ofHour(site: Id, hour: string): Promise<readonly Versioned<ComplianceDecision>[]>
  /** Says that something of this hour was decided. To be called after it was saved, and before the item is done. */
  touch(site: Id, hour: string): Promise<void>
  /** Hours whose counts may be older than their decisions. */
  touched(site: Id): Promise<readonly Versioned<HourCounts>[]>
  /** Both inclusive. */
  counts(site: Id, fromHour: string, toHour: string): Promise<readonly HourCounts[]>
  /**
   * False when something was decided meanwhile; then the hour is still touched.
   *
   * @param isTouched It is to be looked at once more. Default false.
   */
  saveCounts(counts: HourCounts, version: string, isTouched?: boolean): Promise<boolean>
  /** Removes all that was decided in an hour whose counts are closed. */
  forget(site: Id, hour: string): Promise<void>
}

export interface CompliancePolicyStore {
  /** What holds now; version 0 where nobody ever saved one. */
  newest(site: Id): Promise<PolicyVersion>
  find(site: Id, version: number): Promise<PolicyVersion | undefined>
  /** Newest first; the default, version 0, is not among them. */
  list(query: { site: Id; cursor?: string | undefined; limit: number }): Promise<Page<PolicyVersion>>
  /** A version is written once and never changed. `compliance-changed` when there is another of that number. */
  add(version: PolicyVersion): Promise<void>
}

export type LeavingContainer = 'compliant' | 'anomalies'

/** Where what may leave the site is laid. Nothing else of a site ever gets there. */
export interface LeavingStore {
  /** The region in which that store keeps its data. */
  readonly region: string
  /** Names of files are keyed hashes: without this key, which stays on site, nobody can test guesses against them. */
  nameKey(site: Id): Promise<Uint8Array>
  /** The same again changes nothing. */
  put(container: LeavingContainer, path: string, bytes: Uint8Array, contentType: string): Promise<void>
  remove(container: LeavingContainer, path: string): Promise<void>
}

/** A picture without what must not be seen on it. */
export interface PictureCover {
  /** Reads the size; undefined where it is no JPEG picture that we can be sure of. */
  inspect(jpeg: Uint8Array): Promise<{ readonly width: number; readonly height: number } | undefined>
  /**
   * Fills the regions with one colour, then makes the picture no larger than the limit, then encodes it anew: of the
   * file that came nothing but the pixels that may be seen goes on, no metadata among it.
   *
   * @param regions Fractions of the picture
   * @throws Fault `picture-unreadable`
   */
  cover(jpeg: Uint8Array, regions: readonly Box[], longSide: number): Promise<Uint8Array>
}

/** A result of a device's scoring endpoint, as it was stored. */
export interface StoredScore {
  readonly site: Id
  /** What it is filed under. */
  readonly time: Instant
  readonly message: ScoreMessage
}

export interface ScoreStore {
  /** The same message again changes nothing. */
  save(score: StoredScore): Promise<void>
  find(site: Id, time: Instant, key: Pick<ScoreMessage, 'device' | 'bootId' | 'seq'>): Promise<StoredScore | undefined>
}
