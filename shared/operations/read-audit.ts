import { type AuditEntry, findBreak } from '../domain/audit.ts'
import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { requireSite } from './visible-sites.ts'

export interface AuditPage {
  readonly entries: readonly AuditEntry[]
  /** The first entry that does not hang on the one before it; undefined = the page is whole. */
  readonly brokenAt: number | undefined
  readonly next: number | undefined
}

/** A page of the chain, checked while it is read. */
export async function readAudit(
  { audit }: Pick<Ports, 'audit'>,
  person: Principal,
  query: { readonly site: Id; readonly from: number; readonly limit: number },
): Promise<AuditPage> {
  requireSite(person, query.site)
  const { entries, before } = await audit.read(query)
  const last = entries.at(-1)
  return {
    entries,
    brokenAt: findBreak(entries, before),
    next: last !== undefined && entries.length === query.limit ? last.seq + 1 : undefined,
  }
}
