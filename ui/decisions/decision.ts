import type { Answer, Input } from '../api/call.ts'

export type IncidentDetail = Answer<'getIncident'>
export type Entry = IncidentDetail['entries'][number]
export type VerdictInput = Omit<Input<'judgeIncident'>['body'], 'replaces'>
export type Verdict = VerdictInput['verdict']

/** What one can decide about an incident. */
export type Action =
  | ({ readonly kind: 'judge' } & VerdictInput)
  /** Takes one's own verdict with this `seq` back. */
  | { readonly kind: 'withdraw'; readonly of: number }
  | { readonly kind: 'acknowledge' }
  /** Takes one's own acknowledgement back. */
  | { readonly kind: 'hand-back' }
  | { readonly kind: 'resolve'; readonly note?: string | undefined }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'missed-object'; readonly report: Input<'reportMissedObject'>['body'] }

/** What a person had before their eyes when they decided: a decision never overrules what they had not seen. */
export interface Seen {
  readonly version: string
  /** `seq` of the newest entry. */
  readonly entry: number
  /** `seq` of the verdict that stood. */
  readonly verdict: number | undefined
}

/**
 * A decision that the server has not taken yet.
 *
 * - `waiting`: to be sent, in order.
 * - `conflict`: somebody else judged in between; the person decides again.
 * - `refused`: the server says that it cannot be, and why.
 */
export interface Decision {
  readonly id: string
  readonly incident: string
  /** What the incident is called, for where it is not on the screen. */
  readonly title: string
  readonly action: Action
  readonly seen: Seen
  readonly decidedAt: string
  readonly state: 'waiting' | 'conflict' | 'refused'
  /** The verdict that is in the way. */
  readonly theirs?: Entry | undefined
  readonly problem?: string | undefined
}

export function seenOf({ version, entries, standingVerdict }: IncidentDetail): Seen {
  return { version, entry: entries.at(-1)?.seq ?? 0, verdict: standingVerdict }
}
