import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { TrainingPolicy } from '../domain/training-run.ts'
import type { Ports } from '../ports.ts'
import { requireSite } from './visible-sites.ts'

/**
 * Says when a site trains by itself from now on, and how.
 *
 * @param version Where given, the policy must still be this one
 * @throws Fault `not-found`, `run-changed`
 */
export async function saveTrainingPolicy(
  { runs, audit, clock }: Pick<Ports, 'runs' | 'audit' | 'clock'>,
  person: Principal,
  site: Id,
  policy: TrainingPolicy,
  version: string | undefined,
): Promise<TrainingPolicy & { readonly version: string }> {
  requireSite(person, site)
  const next = await runs.savePolicy(site, policy, version ?? (await runs.policy(site)).version)
  const { newFrames, leastDays, trainer, minutes, largestShare } = policy
  await audit.append(site, {
    ...{ at: clock().toISOString(), who: person.id, action: 'training-policy-saved', subject: `site/${site}` },
    detail: { newFrames, leastDays, trainer, minutes, largestShare },
  })
  return { ...policy, version: next }
}
