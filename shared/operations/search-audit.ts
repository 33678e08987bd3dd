import { type AuditEntry, findBreak } from '../domain/audit.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { firstAuditSince } from './first-audit-since.ts'
import { namesOf } from './names-of.ts'
import { requireSite } from './visible-sites.ts'

/** What is left out does not matter. */
export interface AuditSearch {
  readonly site: Id
  readonly who?: string | undefined
  readonly action?: string | undefined
  /** Part of what it was done to, in small or large letters: `line-3` finds `camera/line-3`. */
  readonly subject?: string | undefined
  /** At or after, and before. */
  readonly since?: Instant | undefined
  readonly until?: Instant | undefined
  /** Only what lies below this `seq`: the cursor of an earlier answer. */
  readonly cursor?: number | undefined
  readonly limit: number
}

export interface AuditFound {
  /** Newest first. */
  readonly items: readonly AuditEntry[]
  /** The stretch of the chain that was looked through; undefined where there is nothing. */
  readonly looked: { readonly first: number; readonly last: number } | undefined
  /** The first `seq` of that stretch that does not hold. */
  readonly brokenAt: number | undefined
  /** Undefined at the end of the stretch. There may be more even where `items` is short. */
  readonly cursor: string | undefined
  readonly names: Readonly<Record<string, string>>
}

/** A call must end in a second or two, however long the chain is: the caller goes on where it stopped. */
const mostLooked = 5000
const readAtOnce = 500

/** Looks for entries from the end of the chain towards its start, and checks the chain on the way. */
export async function searchAudit(ports: Pick<Ports, 'audit' | 'people'>, person: Principal, search: AuditSearch): Promise<AuditFound> {
  const { site, limit } = search
  requireSite(person, site)
  const { first, last } = await stretchOf(ports, search)
  const found: AuditEntry[] = []
  let brokenAt: number | undefined
  let next = last
  while (next >= first && found.length < limit && last - next < mostLooked) {
    const from = Math.max(first, next - readAtOnce + 1)
    const { entries, before } = await ports.audit.read({ site, from, limit: next - from + 1 })
    // The end is on record twice; somebody who took the last entries away would have to know that.
    const isCutOff = (entries.at(-1)?.seq ?? from - 1) < next
    brokenAt = findBreak(entries, before) ?? (isCutOff ? (entries.at(-1)?.seq ?? from - 1) + 1 : brokenAt)
    found.push(...entries.filter((entry) => isWanted(entry, search)).toReversed())
    next = from - 1
  }
  const items = found.slice(0, limit)
  const end = found.length > limit ? items.at(-1)!.seq : next + 1
  return {
    items,
    looked: end > last ? undefined : { first: end, last },
    brokenAt,
    cursor: end > first ? String(end) : undefined,
    names: await namesOf(
      ports,
      items.map(({ who }) => who),
    ),
  }
}

async function stretchOf({ audit }: Pick<Ports, 'audit'>, { site, since, until, cursor }: AuditSearch) {
  const newest = (await audit.newest(site))?.seq ?? 0
  const untilEnd = until === undefined ? newest : (await firstAuditSince(audit, site, until)) - 1
  const first = since === undefined ? 1 : await firstAuditSince(audit, site, since)
  return { first, last: Math.min(newest, untilEnd, (cursor ?? Number.POSITIVE_INFINITY) - 1) }
}

function isWanted(entry: AuditEntry, { who, action, subject }: AuditSearch): boolean {
  if (who !== undefined && entry.who !== who) return false
  if (action !== undefined && entry.action !== action) return false
  return subject === undefined || entry.subject.toLowerCase().includes(subject.toLowerCase())
}
