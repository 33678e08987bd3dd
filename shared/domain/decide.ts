import { Fault } from './faults.ts'
import type { Instant } from './ids.ts'
import type { Incident } from './incident.ts'
import type { IncidentEntry, VerdictEntry } from './incident-entry.ts'
import type { VerdictInput } from './verdict.ts'

/** Who decides, and when. */
export interface Decider {
  readonly who: string
  readonly name: string
  readonly at: Instant
}

/** What a decision makes of an incident: its new state, and the entry that keeps the decision for ever. */
export interface Decision {
  readonly incident: Incident
  readonly entry: IncidentEntry
}

/** @throws Fault `incident-changed` when somebody was faster */
export function acknowledge(incident: Incident, entries: readonly IncidentEntry[], by: Decider): Decision {
  if (incident.state !== 'new') throw new Fault('incident-changed', `It is ${incident.state} already${lastHistory(entries)}.`)
  return { incident: { ...takenOn(incident, by), state: 'acknowledged' }, entry: history('acknowledged', entries, by) }
}

/**
 * Takes back that one is on it: alerts that wait for nobody being on it go out again. Only who said it may, and only as long as
 * nothing was decided since.
 *
 * @throws Fault `incident-changed` when something was decided since
 */
export function handBack(incident: Incident, entries: readonly IncidentEntry[], by: Decider): Decision {
  const last = lastDecision(entries)
  const isMine = last?.kind === 'history' && last.action === 'acknowledged' && last.who === by.who
  if (incident.state !== 'acknowledged' || !isMine)
    throw new Fault('incident-changed', `It was not you who took it on last${lastHistory(entries)}.`)
  const { acknowledgedAt: _, ...open } = incident
  return { incident: { ...open, state: 'new' }, entry: history('handed-back', entries, by) }
}

/** @throws Fault `incident-changed` when it is resolved already */
export function resolve(incident: Incident, entries: readonly IncidentEntry[], by: Decider, note: string | undefined): Decision {
  if (incident.state === 'resolved') throw new Fault('incident-changed', `It is resolved already${lastHistory(entries)}.`)
  return { incident: { ...takenOn(incident, by), state: 'resolved', resolvedAt: by.at }, entry: history('resolved', entries, by, note) }
}

/** @throws Fault `incident-changed` when it is not resolved */
export function reopen(incident: Incident, entries: readonly IncidentEntry[], by: Decider): Decision {
  if (incident.state !== 'resolved') throw new Fault('incident-changed', `It is ${incident.state}, not resolved.`)
  const { resolvedAt: _, ...open } = incident
  return { incident: { ...open, state: 'acknowledged' }, entry: history('reopened', entries, by) }
}

/**
 * A judgement. Somebody who judges has seen the incident, so it counts as acknowledged.
 *
 * @param replaces `seq` of the verdict that the person saw; a verdict that they did not see is never overruled
 * @throws Fault `incident-changed` when another verdict stands than the one that the person saw
 */
export function judge(
  incident: Incident,
  entries: readonly IncidentEntry[],
  by: Decider,
  input: VerdictInput,
  replaces: number | undefined,
): Decision {
  const standing = standingVerdict(entries)
  if (standing !== undefined && standing.seq !== replaces && standing.who !== by.who) {
    throw new Fault('incident-changed', `${standing.name} judged it ${standing.verdict} at ${standing.at} (verdict ${standing.seq}).`)
  }
  const state = incident.state === 'new' ? 'acknowledged' : incident.state
  return {
    incident: { ...takenOn(incident, by), state, verdict: input.verdict },
    entry: { kind: 'verdict', seq: nextSeq(entries), ...by, ...input },
  }
}

/** Takes one's own newest verdict back. @throws Fault `not-found` when there is none of this person that stands */
export function withdraw(incident: Incident, entries: readonly IncidentEntry[], by: Decider): Decision {
  const standing = standingVerdict(entries)
  if (standing === undefined || standing.who !== by.who) throw new Fault('not-found', 'No verdict of yours stands.')
  const entry: IncidentEntry = { kind: 'withdrawal', seq: nextSeq(entries), ...by, of: standing.seq }
  return { incident: { ...incident, verdict: standingVerdict([...entries, entry])?.verdict }, entry }
}

export function comment(incident: Incident, entries: readonly IncidentEntry[], by: Decider, text: string): Decision {
  return { incident, entry: { kind: 'comment', seq: nextSeq(entries), ...by, text } }
}

/** The newest verdict that was not taken back. */
export function standingVerdict(entries: readonly IncidentEntry[]): VerdictEntry | undefined {
  const withdrawn = new Set(entries.flatMap((entry) => (entry.kind === 'withdrawal' ? [entry.of] : [])))
  return entries.filter((entry) => entry.kind === 'verdict').findLast(({ seq }) => !withdrawn.has(seq))
}

/** The first who does something about it has taken it on. */
function takenOn(incident: Incident, { at }: Decider): Incident {
  return { ...incident, acknowledgedAt: incident.acknowledgedAt ?? at }
}

function history(action: string, entries: readonly IncidentEntry[], by: Decider, note?: string): IncidentEntry {
  return { kind: 'history', seq: nextSeq(entries), ...by, action, note }
}

function nextSeq(entries: readonly IncidentEntry[]): number {
  return (entries.at(-1)?.seq ?? 0) + 1
}

function lastHistory(entries: readonly IncidentEntry[]): string {
  const last = entries.findLast(({ kind }) => kind === 'history' || kind === 'verdict')
  return last === undefined ? '' : ` by ${last.name} at ${last.at}`
}

function lastDecision(entries: readonly IncidentEntry[]): IncidentEntry | undefined {
  return entries.findLast(({ kind }) => kind !== 'comment')
}
