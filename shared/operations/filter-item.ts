import { crashPoint } from '../crash-point.ts'
import { type ComplianceDecision, hourOf } from '../domain/compliance-decision.ts'
import type { ComplianceFacts } from '../domain/compliance-facts.ts'
import { type ComplianceItem, type ComplianceJob, itemKey } from '../domain/compliance-item.ts'
import { decideCompliance } from '../domain/decide-compliance.ts'
import { describeItem, type ItemSource } from '../domain/describe-item.ts'
import { Fault } from '../domain/faults.ts'
import type { Versioned } from '../domain/page.ts'
import type { Ports, WaitingItem } from '../ports.ts'
import { type LeavePorts, settle } from './leave-site.ts'
import { digestOf, readItemSource, type SourcePorts } from './read-item-source.ts'

export type FilterPorts = SourcePorts &
  LeavePorts &
  Pick<Ports, 'complianceItems' | 'complianceQueue' | 'compliancePolicies' | 'rosters' | 'clock'>

/** `known`: nothing about it changed since it was judged. `waiting`: it is too early, or it failed and comes again. */
export type FilterOutcome = ComplianceDecision['outcome'] | 'known' | 'waiting'

const maxFailures = 5
const retryMs = 60_000
/** What a model saw on a picture leaves the device after the picture's incident, and much later where the line is slow. */
const sightingsMs = 15 * 60_000

/**
 * Decides about one item, and lets it leave if it may. Runs twice without harm, also at once, also after it was killed
 * anywhere: the row of what waits goes last, and everything before it ends the same when it is done again.
 *
 * @returns The outcome, and nothing that would name the item
 */
export async function filterItem(ports: FilterPorts, { site, key }: ComplianceJob): Promise<FilterOutcome> {
  const waiting = await ports.complianceItems.find(site, key)
  if (waiting === undefined) return 'known'
  if (ports.clock().toISOString() < waiting.value.dueAt) return later(ports, waiting.value)
  try {
    const outcome = await judge(ports, waiting.value)
    crashPoint('compliance-settled')
    if (outcome === 'waiting') return later(ports, { ...waiting.value, dueAt: inFuture(ports, retryMs) })
    // Handed over again meanwhile: whoever did that has woken somebody for it.
    await ports.complianceItems.done(waiting)
    return outcome
  } catch (error) {
    if (error instanceof Fault && (error.kind === 'unavailable' || error.code === 'compliance-changed')) throw error
    // Something about this item: after a few times it is put aside for a person, so that it does not come for ever.
    return later(ports, { ...waiting.value, failures: waiting.value.failures + 1, dueAt: inFuture(ports, retryMs) }, waiting)
  }
}

async function later(ports: FilterPorts, next: WaitingItem, changed?: Versioned<WaitingItem>): Promise<'waiting'> {
  if (changed !== undefined) await ports.complianceItems.wait(next)
  await ports.complianceQueue.wake([next])
  return 'waiting'
}

const inFuture = ({ clock }: Pick<Ports, 'clock'>, ms: number) => new Date(clock().getTime() + ms).toISOString()

async function judge(ports: FilterPorts, waiting: WaitingItem): Promise<FilterOutcome> {
  const { item } = waiting
  const isHopeless = waiting.failures >= maxFailures
  const source = isHopeless ? undefined : await readItemSource(ports, item)
  if (source?.kind === 'snapshot' && isTooEarly(ports, source, waiting)) return 'waiting'
  const facts = source === undefined ? problemOf(waiting, isHopeless) : describeItem(source)
  const digest = source === undefined ? (facts.problem ?? '') : digestOf(source)
  const hour = hourOf(facts.at)
  const before = await ports.complianceDecisions.find(item.site, hour, itemKey(item))
  if (before?.value.source === digest && before.value.stale.length === 0) {
    await ports.complianceDecisions.touch(item.site, hour)
    return 'known'
  }
  const { policy, number } = await ports.compliancePolicies.newest(item.site)
  const roster = await ports.rosters.find(item.site)
  const now = ports.clock().toISOString()
  const verdict = decideCompliance(policy, facts, { now, region: ports.leaving.region, timeZone: roster?.site.timeZone ?? 'UTC' })
  const decided = { site: item.site, hour, key: itemKey(item), item, policy: number, decidedAt: now, facts, source: digest }
  return settle(ports, { decided, verdict, before, source, policy })
}

/** Until the device's word about a picture is there, or has had its time to come. */
function isTooEarly({ clock }: FilterPorts, source: ItemSource & { kind: 'snapshot' }, { enqueuedAt, item }: WaitingItem): boolean {
  if (source.sightings.wasLookedAt || source.sightings.size === undefined || item.kind !== 'snapshot' || item.seen === undefined)
    return false
  return clock().getTime() < Date.parse(enqueuedAt) + sightingsMs
}

/** What is not there is filed under the hour in which it was handed over. */
function problemOf({ item, enqueuedAt }: { item: ComplianceItem; enqueuedAt: string }, isHopeless: boolean): ComplianceFacts {
  const problem = isHopeless ? 'unfilterable' : 'source-missing'
  return { kind: item.kind, at: enqueuedAt, cameras: [], seen: [], fields: [], problem }
}
