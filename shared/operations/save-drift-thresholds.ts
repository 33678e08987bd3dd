import type { DriftThresholds } from '../domain/drift-thresholds.ts'
import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { requireSite } from './visible-sites.ts'

/**
 * Says from when on a difference counts at a site. References that were made keep the periods that they were made with.
 *
 * @param version Where given, the thresholds must still be these
 * @throws Fault `not-found`, `model-changed`
 */
export async function saveDriftThresholds(
  { quality, audit, clock }: Pick<Ports, 'quality' | 'audit' | 'clock'>,
  person: Principal,
  site: Id,
  thresholds: DriftThresholds,
  version: string | undefined,
): Promise<DriftThresholds & { readonly version: string }> {
  requireSite(person, site)
  const next = await quality.saveThresholds(site, thresholds, version ?? (await quality.thresholds(site)).version)
  const { leastLevels, ...numbers } = thresholds
  const levels = Object.entries(leastLevels).map(([name, least]) => `${name} ${least}`)
  await audit.append(site, {
    ...{ at: clock().toISOString(), who: person.id, action: 'drift-thresholds-saved', subject: `site/${site}` },
    detail: { ...numbers, leastLevels: levels.join(', ') },
  })
  return { ...thresholds, version: next }
}
