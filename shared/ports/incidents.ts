import type { Alert } from '../domain/alert.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Incident, IncidentPhase, IncidentState, VerdictValue } from '../domain/incident.ts'
import type { IncidentEntry } from '../domain/incident-entry.ts'
import type { MissedObject } from '../domain/missed-object.ts'
import type { Page, Versioned } from '../domain/page.ts'
import type { Severity } from '../domain/rule.ts'

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

/** Of the incidents that nobody resolved: all of a severity, and those of them without a verdict. */
export interface UnresolvedCount {
  readonly open: number
  readonly unjudged: number
}

export interface UnresolvedCounts extends Readonly<Record<Severity, UnresolvedCount>> {
  /** false = there are more; a site's first `maxUnresolvedCounted` were counted. */
  readonly isComplete: boolean
}

/** Nobody works through more than this; the count of a site stops here rather than to grow without bound. */
export const maxUnresolvedCounted = 20_000

/** An incident as a calendar needs it. */
export type IncidentOutline = Pick<Incident, 'startedAt' | 'severity' | 'state' | 'verdict'>

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
  /** Reads index rows only: it costs what is open, however many were resolved. */
  countUnresolved(sites: readonly Id[]): Promise<UnresolvedCounts>
  /** All that match and started in the stretch, a day's at a time, of each no more than the calendar needs; in no order. */
  outline(query: IncidentQuery & { readonly from: Instant; readonly to: Instant }): AsyncIterable<readonly IncidentOutline[]>
  /** Verdicts, comments and history, oldest first. */
  entries(id: Id): Promise<readonly IncidentEntry[]>
  alerts(id: Id): Promise<readonly Alert[]>
}

/** What people saw and the model did not. */
export interface MissedObjectStore {
  save(report: MissedObject): Promise<void>
  /** Newest first; of what was seen at or after `from`, and before `to`. */
  list(query: { site: Id; from?: Instant; to?: Instant; cursor?: string; limit: number }): Promise<Page<MissedObject>>
}
