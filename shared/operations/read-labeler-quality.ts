import type { Id } from '../domain/ids.ts'
import type { LabelerFinding, LabelerQuality } from '../domain/labeler-quality.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { requireSite } from './visible-sites.ts'

export interface SiteLabeling {
  /** By person and class, in the order of their names: this is no league table. */
  readonly labelers: readonly Pick<LabelerQuality, 'who' | 'label' | 'asked' | 'gold' | 'wrong'>[]
  readonly findings: readonly LabelerFinding[]
  /** Of the people above and of those who lifted findings, by their ids, as far as they are known. */
  readonly names: Readonly<Record<string, string>>
}

/** How sure a site's labels are, for those who answer for the data. Looking is on the audit chain: it is about people. */
export async function readLabelerQuality(
  { labelerQuality, people, audit, clock }: Pick<Ports, 'labelerQuality' | 'people' | 'audit' | 'clock'>,
  person: Principal,
  site: Id,
): Promise<SiteLabeling> {
  requireSite(person, site)
  await audit.append(site, {
    at: clock().toISOString(),
    who: person.id,
    action: 'labeler-quality-viewed',
    subject: `site/${site}`,
    detail: {},
  })
  const [labelers, findings] = await Promise.all([labelerQuality.list(site), labelerQuality.findings(site)])
  const ids = new Set([...labelers, ...findings].map(({ who }) => who))
  for (const { liftedBy } of findings) if (liftedBy !== undefined) ids.add(liftedBy)
  const named = await Promise.all([...ids].map(async (id) => [id, (await people.find(id))?.name ?? id] as const))
  return {
    names: Object.fromEntries(named),
    labelers: labelers.map(({ who, label, asked, gold, wrong }) => ({ who, label, asked, gold, wrong })),
    findings: [...findings].sort((a, b) => (a.foundAt > b.foundAt ? -1 : 1)),
  }
}
