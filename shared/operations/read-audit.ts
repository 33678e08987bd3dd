import { type AuditEntry, findBreak } from '../domain/audit.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { firstAuditSince } from './first-audit-since.ts'
import { namesOf } from './names-of.ts'
import { requireSite } from './visible-sites.ts'

export interface AuditQuery {
  readonly site: Id
  /** `seq` of the first entry. Default 1. */
  readonly from?: number
  /** Instead of `from`: the page ends with the last entry before this moment, or with the newest of all. */
  readonly until?: Instant | 'now'
  readonly limit: number
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[]
  /** What the first entry hangs on, so that a reader can check that as well. */
  readonly before: Pick<AuditEntry, 'seq' | 'hash'> | undefined
  /** The first `seq` that does not hold, one past the last where the end is missing; undefined = the page is whole. */
  readonly brokenAt: number | undefined
  readonly next: number | undefined
  /** `seq` of the end of the chain; 0 where nothing was ever written. */
  readonly newest: number
  /** What the people of the page are called, by id. */
  readonly names: Readonly<Record<string, string>>
}

/** A page of the chain, checked while it is read. */
export async function readAudit(ports: Pick<Ports, 'audit' | 'people'>, person: Principal, query: AuditQuery): Promise<AuditPage> {
  const { site } = query
  requireSite(person, site)
  const newest = (await ports.audit.newest(site))?.seq ?? 0
  const { from, limit } = await placeOf(ports, query, newest)
  const { entries, before } = limit === 0 ? { entries: [] } : await ports.audit.read({ site, from, limit })
  const last = entries.at(-1)
  const isFull = entries.length === limit
  // The end is on record twice; somebody who took the last entries away would have to know that.
  const isCutOff = !isFull && from <= newest && (last?.seq ?? from - 1) < newest
  return {
    entries,
    before: before && { seq: before.seq, hash: before.hash },
    brokenAt: findBreak(entries, before) ?? (isCutOff ? (last?.seq ?? from - 1) + 1 : undefined),
    next: isFull && last !== undefined ? last.seq + 1 : undefined,
    newest,
    names: await namesOf(
      ports,
      entries.map(({ who }) => who),
    ),
  }
}

async function placeOf({ audit }: Pick<Ports, 'audit'>, { site, from = 1, until, limit }: AuditQuery, newest: number) {
  if (until === undefined) return { from, limit }
  const end = until === 'now' ? newest : Math.min(newest, (await firstAuditSince(audit, site, until)) - 1)
  const start = Math.max(1, end - limit + 1)
  return { from: start, limit: end - start + 1 }
}
