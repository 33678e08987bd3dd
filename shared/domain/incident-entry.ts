import type { Instant } from './ids.ts'
import type { VerdictInput } from './verdict.ts'

interface Entry {
  /** 1, 2, 3 … within the incident, over all kinds. */
  readonly seq: number
  readonly at: Instant
  /** Id of the person, or `system`. */
  readonly who: string
  readonly name: string
}

/** A person's judgement. A changed mind is a second verdict. */
export interface VerdictEntry extends Entry, VerdictInput {
  readonly kind: 'verdict'
}

/** Takes the verdict with this `seq` back. */
export interface WithdrawalEntry extends Entry {
  readonly kind: 'withdrawal'
  readonly of: number
}

export interface CommentEntry extends Entry {
  readonly kind: 'comment'
  readonly text: string
}

/** What else people did: acknowledged, handed-back, resolved, reopened. */
export interface HistoryEntry extends Entry {
  readonly kind: 'history'
  readonly action: string
  readonly note: string | undefined
}

/** What people add to an incident. Entries are never changed and never deleted. */
export type IncidentEntry = VerdictEntry | WithdrawalEntry | CommentEntry | HistoryEntry
