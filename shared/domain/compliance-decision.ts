import type { ComplianceFacts } from './compliance-facts.ts'
import type { ComplianceItem } from './compliance-item.ts'
import type { RetentionClass } from './compliance-policy.ts'
import type { Id, Instant } from './ids.ts'

/**
 * - `compliant`: it left, in the form that the policy has for its kind
 * - `redacted`: it left, and something that it had did not
 * - `withheld`: it stays
 * - `quarantined`: it stays until a person has looked at it
 */
export const complianceOutcomes = ['compliant', 'redacted', 'withheld', 'quarantined'] as const
export type ComplianceOutcome = (typeof complianceOutcomes)[number]

/** What became of an item, kept on site. */
export interface ComplianceDecision {
  readonly site: Id
  /** `yyyy-MM-ddTHH` in UTC, of the item's own time. */
  readonly hour: string
  readonly key: string
  readonly item: ComplianceItem
  readonly outcome: ComplianceOutcome
  /** The rule that decided: one of the policy's, or a built-in one. */
  readonly rule: string
  /** Number of the policy's version. */
  readonly policy: number
  readonly decidedAt: Instant
  /** All that was decided by, so that another policy can be tried on it. */
  readonly facts: ComplianceFacts
  /** SHA-256 of what was looked at; the same again needs no other decision. */
  readonly source: string
  readonly left?: LeftFile | undefined
  /** Files that are or may be there and must not be: of an earlier state of the item, or of a try that broke off. */
  readonly stale: readonly LeftFile[]
  /** When what left was removed again, because it was kept for as long as its class says. */
  readonly expiredAt?: Instant
}

export interface LeftFile {
  readonly container: 'compliant' | 'anomalies'
  readonly path: string
  readonly retention: RetentionClass
}

/** How many items of an hour ended how: all of what stays that anybody outside may know. */
export interface HourCounts {
  readonly site: Id
  readonly hour: string
  readonly counts: readonly OutcomeCount[]
  /** How many files that left are still there, by how long they are kept. */
  readonly files: Readonly<Partial<Record<RetentionClass, number>>>
  /** The decisions are gone; the counts stay as they are. */
  readonly isClosed: boolean
}

export interface OutcomeCount {
  readonly kind: ComplianceItem['kind']
  readonly outcome: ComplianceOutcome
  readonly rule: string
  readonly policy: number
  readonly items: number
}

export const hourOf = (instant: Instant) => instant.slice(0, 13)
export const startOfHour = (hour: string): Instant => `${hour}:00:00.000Z`

/** The same decisions in any order give the same counts. */
export function countHour(decisions: readonly ComplianceDecision[]): Pick<HourCounts, 'counts' | 'files'> {
  const files: Partial<Record<RetentionClass, number>> = {}
  for (const { left } of decisions) if (left !== undefined) files[left.retention] = (files[left.retention] ?? 0) + 1
  return { counts: countOutcomes(decisions), files }
}

export function countOutcomes(decisions: readonly Pick<ComplianceDecision, 'item' | 'outcome' | 'rule' | 'policy'>[]): OutcomeCount[] {
  const counts = new Map<string, OutcomeCount>()
  for (const { item, outcome, rule, policy } of decisions) {
    const key = JSON.stringify([item.kind, outcome, rule, policy])
    counts.set(key, { kind: item.kind, outcome, rule, policy, items: (counts.get(key)?.items ?? 0) + 1 })
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count)
}
