import { type ComplianceDecision, countOutcomes, hourOf, type OutcomeCount, startOfHour } from '../domain/compliance-decision.ts'
import type { CompliancePolicy } from '../domain/compliance-policy.ts'
import { decideCompliance } from '../domain/decide-compliance.ts'
import { Fault } from '../domain/faults.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Ports } from '../ports.ts'

const hourMs = 3_600_000
/** So much is tried in one call; whoever wants a week asks for its parts, one after the other. */
const mostHours = 24
const mostExamples = 12

export interface PolicyTrial {
  readonly items: number
  /** What became of them. */
  readonly before: readonly OutcomeCount[]
  /** What the other policy would do to the same. */
  readonly after: readonly OutcomeCount[]
  readonly changes: readonly {
    readonly from: ComplianceDecision['outcome']
    readonly to: ComplianceDecision['outcome']
    readonly items: number
  }[]
  readonly examples: readonly TrialExample[]
}

/** An item that would end otherwise. Names what it is about: for those who may see the site's pictures. */
export interface TrialExample {
  readonly kind: ComplianceDecision['item']['kind']
  readonly at: Instant
  readonly cameras: readonly Id[]
  readonly labels: readonly string[]
  readonly incident?: Id
  readonly before: { readonly outcome: ComplianceDecision['outcome']; readonly rule: string }
  readonly after: { readonly outcome: ComplianceDecision['outcome']; readonly rule: string }
}

/**
 * Tries a policy on what was decided in a stretch of time, by the facts that were kept with each decision. Changes
 * nothing, and asks the clock for nothing: an item is judged as at the time when it really was.
 *
 * @param to Exclusive; at most 24 hours after `from`
 */
export async function tryPolicy(
  { complianceDecisions, rosters, leaving }: Pick<Ports, 'complianceDecisions' | 'rosters' | 'leaving'>,
  { site, policy, from, to }: { site: Id; policy: CompliancePolicy; from: Instant; to: Instant },
): Promise<PolicyTrial> {
  const firstMs = Date.parse(startOfHour(hourOf(from)))
  const hours = Math.ceil((Date.parse(to) - firstMs) / hourMs)
  if (hours < 1 || hours > mostHours)
    throw new Fault('input-invalid', `from and to must be at most ${mostHours} hours apart, in this order.`)
  const timeZone = (await rosters.find(site))?.site.timeZone ?? 'UTC'
  const before: ComplianceDecision[] = []
  for (let hour = 0; hour < hours; hour++) {
    const name = hourOf(new Date(firstMs + hour * hourMs).toISOString())
    const decisions = await complianceDecisions.ofHour(site, name)
    before.push(...decisions.map(({ value }) => value).filter(({ facts: { at } }) => at >= from && at < to))
  }
  const after = before.map((decision) => {
    const { outcome, rule } = decideCompliance(policy, decision.facts, { now: decision.decidedAt, region: leaving.region, timeZone })
    return { item: decision.item, outcome, rule, policy: -1 }
  })
  const pairs = before.map((was, index) => ({ was, is: after[index]! }))
  const changed = pairs.filter(({ was, is }) => was.outcome !== is.outcome)
  const kinds = Map.groupBy(changed, ({ was, is }) => `${was.outcome} ${is.outcome}`)
  return {
    items: before.length,
    before: countOutcomes(before),
    after: countOutcomes(after),
    changes: [...kinds.values()].map((group) => ({ from: group[0]!.was.outcome, to: group[0]!.is.outcome, items: group.length })),
    // A few of each kind of change rather than many of the commonest.
    examples: [...kinds.values()].flatMap((group) => group.slice(0, Math.ceil(mostExamples / kinds.size))).map(exampleOf),
  }
}

function exampleOf({ was, is }: { was: ComplianceDecision; is: Pick<ComplianceDecision, 'outcome' | 'rule'> }): TrialExample {
  const { item, facts } = was
  return {
    ...{ kind: item.kind, at: facts.at, cameras: facts.cameras },
    labels: [...new Set(facts.seen.flatMap(({ labels }) => labels))].sort(),
    ...('incident' in item && { incident: item.incident }),
    before: { outcome: was.outcome, rule: was.rule },
    after: { outcome: is.outcome, rule: is.rule },
  }
}
