import type { GatePolicy } from '../domain/evaluation.ts'
import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { requireSite } from './visible-sites.ts'

/**
 * Says what the gate of a site asks for from now on. Evaluations that were made keep the policy that they were made by.
 *
 * @param version Where given, the policy must still be this one
 * @throws Fault `not-found`, `model-changed`
 */
export async function saveGatePolicy(
  { evaluations, audit, clock }: Pick<Ports, 'evaluations' | 'audit' | 'clock'>,
  person: Principal,
  site: Id,
  policy: GatePolicy,
  version: string | undefined,
): Promise<GatePolicy & { readonly version: string }> {
  requireSite(person, site)
  const next = await evaluations.saveGatePolicy(site, policy, version ?? (await evaluations.gatePolicy(site)).version)
  const { safetyLabels, ...numbers } = policy
  await audit.append(site, {
    ...{ at: clock().toISOString(), who: person.id, action: 'gate-policy-saved', subject: `site/${site}` },
    detail: { ...numbers, safetyLabels: safetyLabels.join(', ') },
  })
  return { ...policy, version: next }
}
