import type { Id, Instant } from './ids.ts'
import type { Incident } from './incident.ts'
import type { IncidentEntry, VerdictEntry } from './incident-entry.ts'
import { sameFrameMs } from './sightings.ts'
import type { VerdictInput } from './verdict.ts'

/** An incident with everything that people said about it. */
export interface JudgedIncident {
  readonly incident: Incident
  readonly entries: readonly IncidentEntry[]
}

/** What people say of an incident's label in its time. Nothing is `unjudged`. */
export interface IncidentClaim {
  readonly incident: Id
  readonly label: string
  readonly from: Instant
  readonly to: Instant
  readonly stance: 'confirmed' | 'rejected' | 'inconclusive' | 'conflict' | 'unjudged'
  /** Whether somebody said that it is there, or that it is not. */
  readonly votes: ReadonlySet<VerdictInput['verdict']>
  /** The verdict that counts, where one does. */
  readonly verdict: VerdictEntry | undefined
}

/**
 * "Not an incident" for one of these reasons says nothing about the picture: a hand in a drill is a hand, and must not
 * be taught as none.
 */
const reasonsBesideThePicture: readonly VerdictInput['reason'][] = ['drill', 'wrong-zone', 'duplicate']

/** The newest verdict of each person that was not taken back decides; when people differ, nobody has decided. */
export function claimOf({ incident, entries }: JudgedIncident): IncidentClaim {
  const standing = standingByPerson(entries)
  const votes = new Set(standing.map(meaningOf))
  const verdict = standing.at(-1)
  const [only] = votes
  return {
    incident: incident.id,
    label: incident.label,
    from: incident.startedAt,
    // One that never closed (its device died) ends with the last that is known of it.
    to: incident.endedAt ?? [incident.peak.at, incident.startedAt].sort().at(-1) ?? incident.startedAt,
    stance: votes.size > 1 ? 'conflict' : (only ?? 'unjudged'),
    votes,
    verdict,
  }
}

export function covers({ from, to }: IncidentClaim, at: Instant): boolean {
  const ms = Date.parse(at)
  return ms > Date.parse(from) - sameFrameMs && ms < Date.parse(to) + sameFrameMs
}

/** Oldest first, one for each person. */
function standingByPerson(entries: readonly IncidentEntry[]): VerdictEntry[] {
  const withdrawn = new Set(entries.flatMap((entry) => (entry.kind === 'withdrawal' ? [entry.of] : [])))
  const verdicts = entries.filter((entry) => entry.kind === 'verdict').filter(({ seq }) => !withdrawn.has(seq))
  const newest = new Map(verdicts.sort((a, b) => a.seq - b.seq).map((verdict) => [verdict.who, verdict]))
  return [...newest.values()].sort((a, b) => a.seq - b.seq)
}

function meaningOf({ verdict, reason }: VerdictEntry): VerdictInput['verdict'] {
  return verdict === 'rejected' && reasonsBesideThePicture.includes(reason) ? 'inconclusive' : verdict
}
