import type { Id } from '../domain/ids.ts'
import type { NightPolicy } from '../domain/night-policy.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { requireSite } from './visible-sites.ts'

/**
 * Says how a site's nights go from now on.
 *
 * @param version Where given, the policy must still be this one
 * @throws Fault `not-found`, `night-changed`
 */
export async function saveNightPolicy(
  { nights, audit, clock }: Pick<Ports, 'nights' | 'audit' | 'clock'>,
  person: Principal,
  site: Id,
  policy: NightPolicy,
  version: string | undefined,
): Promise<NightPolicy & { readonly version: string }> {
  requireSite(person, site)
  const next = await nights.savePolicy(site, policy, version ?? (await nights.policy(site)).version)
  await audit.append(site, {
    at: clock().toISOString(),
    who: person.id,
    action: 'night-policy-saved',
    subject: `site/${site}`,
    detail: {
      startsAt: policy.startsAt,
      enabled: policy.enabled,
      rawVideoHours: policy.rawVideoHours,
      immutableDays: policy.immutableDays,
    },
  })
  return { ...policy, version: next }
}
