import type { LegalHold } from '../domain/archive.ts'
import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { namesOf } from './names-of.ts'
import { requireSite } from './visible-sites.ts'

/** The holds of a site, released ones too, and what those are called who placed and released them. */
export async function listHolds(
  ports: Pick<Ports, 'holds' | 'people'>,
  person: Principal,
  site: Id,
): Promise<{ readonly items: readonly LegalHold[]; readonly names: Readonly<Record<string, string>> }> {
  const items = await ports.holds.list(requireSite(person, site))
  const who = items.flatMap(({ placedBy, releasedBy }) => (releasedBy === undefined ? [placedBy] : [placedBy, releasedBy]))
  return { items, names: await namesOf(ports, who) }
}
