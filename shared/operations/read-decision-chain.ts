import { type AuditEntry, findBreak } from '../domain/audit.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Ports } from '../ports.ts'
import { firstAuditSince } from './first-audit-since.ts'

const pageSize = 500
// Entries are dated before they hang on the chain, by instances whose clocks differ a little.
const slackMs = 10 * 60_000

/** A piece of a site's chain, whole from the first decision about an incident to the last. */
export interface DecisionChain {
  readonly entries: readonly AuditEntry[]
  /** `seq` of those that are about the incident. */
  readonly decisions: readonly number[]
  /** The entry that the first one hangs on. */
  readonly before: Pick<AuditEntry, 'seq' | 'hash'> | undefined
  /** The first `seq` that does not hold; undefined where all is well. */
  readonly brokenAt: number | undefined
}

/** @param from When the incident was first heard of @param to When the last decision was made */
export async function readDecisionChain(
  { audit }: Pick<Ports, 'audit'>,
  site: Id,
  incident: Id,
  from: Instant,
  to: Instant,
): Promise<DecisionChain> {
  const [earliest, latest] = [shift(from, -slackMs), shift(to, slackMs)]
  const entries: AuditEntry[] = []
  for (let seq = await firstAuditSince(audit, site, earliest); ; ) {
    const page = (await audit.read({ site, from: seq, limit: pageSize })).entries
    entries.push(...page.filter(({ at }) => at <= latest))
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize || last.at > latest) break
    seq = last.seq + 1
  }
  // Who looked at it is on the chain as well, under subjects of its own; what somebody decided is told here.
  const isDecision = ({ subject, action }: AuditEntry) => subject === `incident/${incident}` && action.startsWith('incident-')
  const decisions = entries.filter(isDecision).map(({ seq }) => seq)
  const piece = await readPiece(audit, site, decisions[0], decisions.at(-1))
  return { ...piece, decisions, brokenAt: findBreak(piece.entries, piece.before) }
}

/** The whole piece, entries of whatever time among them: without one of them the others prove nothing. */
async function readPiece(audit: Ports['audit'], site: Id, first: number | undefined, last: number | undefined) {
  if (first === undefined || last === undefined) return { entries: [], before: undefined }
  const entries: AuditEntry[] = []
  const { before } = await audit.read({ site, from: first, limit: 1 })
  for (let seq = first; seq <= last; ) {
    const page = (await audit.read({ site, from: seq, limit: Math.min(pageSize, last - seq + 1) })).entries
    if (page.length === 0) break
    entries.push(...page)
    seq += page.length
  }
  return { entries, before: before && { seq: before.seq, hash: before.hash } }
}

function shift(instant: Instant, ms: number): Instant {
  return new Date(Date.parse(instant) + ms).toISOString()
}
