import type { QuarantinedAnswers } from '../domain/counting-edits.ts'
import type { Id } from '../domain/ids.ts'
import type { Ports } from '../ports.ts'

/** Whose answers about which classes do not count at a site, and when. */
export async function quarantinedAnswers(
  { labelerQuality }: Pick<Ports, 'labelerQuality'>,
  site: Id,
): Promise<readonly QuarantinedAnswers[]> {
  const findings = await labelerQuality.findings(site)
  return findings
    .filter(({ isRestored }) => isRestored !== true)
    .map(({ who, label, since, liftedAt }) => ({ who, label, since, until: liftedAt }))
}
