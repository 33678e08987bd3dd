import type { Approval } from '../domain/approval.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Versioned } from '../domain/page.ts'
import { coversSite, type Principal } from '../domain/person.ts'
import { planDigest } from '../domain/plan-digest.ts'
import type { RolloutPolicy } from '../domain/rollout.ts'
import type { Ports } from '../ports.ts'
import { namesOf } from './names-of.ts'

/** @throws Fault `not-found` for a question that is not there, and for one of another site alike */
export async function findApproval({ approvals }: Pick<Ports, 'approvals'>, person: Principal, id: Id): Promise<Versioned<Approval>> {
  const site = await approvals.siteOf(id)
  const found = site === undefined || !coversSite(person, site) ? undefined : await approvals.find(site, id)
  if (found === undefined) throw new Fault('not-found')
  return found
}

export interface ShownApproval extends Approval {
  /** What people are called: who asked, who has answered, who may not say yes. */
  readonly names: Readonly<Record<string, string>>
  /** The plan that is in force: whoever reads another one than it was asked about cannot answer it. */
  readonly planNow: { readonly policy: RolloutPolicy; readonly digest: string }
  /** What came of a yes. */
  readonly release?: Id | undefined
}

/** A question with all that one must know to answer it. @throws Fault `not-found` */
export async function readApproval(
  ports: Pick<Ports, 'approvals' | 'rollouts' | 'releases' | 'people'>,
  person: Principal,
  id: Id,
): Promise<ShownApproval> {
  const { value } = await findApproval(ports, person, id)
  const { decisions, partial, askedBy } = value
  const who = [...decisions.map(({ by }) => by), ...partial, ...(askedBy === undefined ? [] : [askedBy])]
  const [{ value: policy }, names, releases] = await Promise.all([
    ports.rollouts.policy(value.site),
    namesOf(ports, who),
    value.state === 'approved' ? ports.releases.ofModel(value.model.digest) : [],
  ])
  const release = releases.find(({ approval }) => approval === id)
  return { ...value, names, planNow: { policy, digest: planDigest(policy) }, ...(release && { release: release.id }) }
}
