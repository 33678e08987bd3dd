import { createHash } from 'node:crypto'
import type { Instant } from './ids.ts'

/** What people (and the product in their name) did, or looked at. */
export interface AuditFact {
  readonly at: Instant
  /** Object id of the person, or `system`. */
  readonly who: string
  /** Verb of the product, e.g. `verdict-given`, `media-viewed`, `rule-changed`. */
  readonly action: string
  /** What it was done to, e.g. `incident/4f…`. */
  readonly subject: string
  /** Small facts that an auditor needs to understand it; no secrets, no personal data of third parties. */
  readonly detail: Readonly<Record<string, string | number | boolean>>
}

/** A fact in the chain of a site: nobody can change, remove, insert or reorder one without all later hashes changing. */
export interface AuditEntry extends AuditFact {
  readonly site: string
  /** 1, 2, 3 … within the site. */
  readonly seq: number
  /** Hash of the entry before; 64 zeros for the first. */
  readonly previous: string
  readonly hash: string
}

export const chainStart = '0'.repeat(64)

/** Hangs a fact on the chain. */
export function chainEntry(site: string, fact: AuditFact, last: Pick<AuditEntry, 'seq' | 'hash'> | undefined): AuditEntry {
  const { at, who, action, subject, detail } = fact
  const body = { site, seq: (last?.seq ?? 0) + 1, at, who, action, subject, detail, previous: last?.hash ?? chainStart }
  return { ...body, hash: hashOf(body) }
}

/**
 * Checks consecutive entries of one site.
 *
 * @param before The entry before the first one, undefined where the first is the start of the chain
 * @returns undefined where all is well, otherwise the first `seq` that does not hold
 */
export function findBreak(entries: readonly AuditEntry[], before?: Pick<AuditEntry, 'seq' | 'hash'>): number | undefined {
  let last = before
  for (const entry of entries) {
    const { hash, ...body } = entry
    const isNext = entry.seq === (last?.seq ?? 0) + 1 && entry.previous === (last?.hash ?? chainStart)
    if (!isNext || hash !== hashOf(body)) return entry.seq
    last = entry
  }
  return undefined
}

function hashOf(body: Omit<AuditEntry, 'hash'>): string {
  return createHash('sha256').update(canonical(body)).digest('hex')
}

/** JSON with sorted keys: the hash must not depend on the order in which a store gives properties back. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`
}
