import type { Id, Instant } from '../domain/ids.ts'
import type { MonitorPolicy, Tracks } from '../domain/monitor-policy.ts'
import type { Notice } from '../domain/notice.ts'
import type { Page, Versioned } from '../domain/page.ts'
import type { Tally } from '../domain/tally.ts'

export interface NoticeStore {
  find(site: Id, id: Id): Promise<Versioned<Notice> | undefined>
  /** `version` undefined = it must be new. `notice-changed` when somebody else wrote it meanwhile. Answers the new version. */
  save(notice: Notice, version: string | undefined): Promise<string>
  /** Those that are not over come first, then the others; newest first in both. */
  list(query: {
    readonly sites: readonly Id[]
    readonly state: 'unresolved' | 'cleared' | 'all'
    readonly cursor?: string | undefined
    readonly limit: number
  }): Promise<Page<Notice>>
  /** Everything that is not over. */
  unresolved(site: Id): Promise<readonly Notice[]>
}

/** What the monitors are set to, and what they remember. Sites are plants, or `all-sites`. */
export interface MonitorStore {
  policy(site: Id): Promise<Versioned<MonitorPolicy>>
  /** `notice-changed` when somebody else changed it meanwhile; `version` empty = nobody had set anything. */
  savePolicy(site: Id, policy: MonitorPolicy, version: string): Promise<string>
  tracks(site: Id): Promise<Versioned<Tracks>>
  /** `notice-changed` when another look was faster. */
  saveTracks(site: Id, tracks: Tracks, version: string): Promise<string>
}

/** What the instances of the app count of themselves. */
export interface TallyStore {
  /** Of one instance and quarter of an hour; the newest counts. */
  save(instance: string, tally: Tally): Promise<void>
  /** Of all instances; quarters that begin at `from` or later, of two days at most. */
  since(from: Instant): Promise<readonly Tally[]>
  /** Removes the tallies of the week before this day. */
  forget(before: Instant): Promise<void>
}

export interface QueueState {
  readonly name: string
  /** About how many messages there are, those that are not due yet among them. */
  readonly depth: number
  /** When the first of those that could be taken now was put in. */
  readonly oldestAt: Instant | undefined
  /** How many were given up after their tries. */
  readonly poisoned: number
}

/** A look at the queues that takes nothing out. */
export type QueueStates = () => Promise<readonly QueueState[]>
