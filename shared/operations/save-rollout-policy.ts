import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import { planDigest } from '../domain/plan-digest.ts'
import type { RolloutPolicy } from '../domain/rollout.ts'
import type { Ports } from '../ports.ts'
import { requireSite } from './visible-sites.ts'

/**
 * Says how releases get to a site's devices from now on. A rollout that is under way goes on as it began.
 *
 * @param version Where given, the policy must still be this one
 * @throws Fault `not-found`, `rollout-changed`
 */
export async function saveRolloutPolicy(
  { rollouts, audit, clock }: Pick<Ports, 'rollouts' | 'audit' | 'clock'>,
  person: Principal,
  site: Id,
  policy: RolloutPolicy,
  version: string | undefined,
): Promise<RolloutPolicy & { readonly version: string }> {
  requireSite(person, site)
  const next = await rollouts.savePolicy(site, policy, version ?? (await rollouts.policy(site)).version)
  await audit.append(site, {
    at: clock().toISOString(),
    who: person.id,
    action: 'rollout-policy-saved',
    subject: `site/${site}`,
    detail: { plan: planDigest(policy), rings: policy.rings.length, carrier: policy.carrier, approvals: policy.approvals },
  })
  return { ...policy, version: next }
}
