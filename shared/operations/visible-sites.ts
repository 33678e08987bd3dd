import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { coversSite, type Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'

/** The sites that a person may see, or the one that they ask for. @throws Fault `not-found` for a site that is not theirs */
export async function visibleSites({ rosters }: Pick<Ports, 'rosters'>, person: Principal, asked: Id | undefined): Promise<readonly Id[]> {
  if (asked !== undefined) return [requireSite(person, asked)]
  if (person.sites !== 'all') return person.sites
  return (await rosters.listSites()).map(({ id }) => id)
}

/** @throws Fault `not-found` for a site that is not theirs, as for one that does not exist */
export function requireSite(person: Principal, site: Id): Id {
  if (!coversSite(person, site)) throw new Fault('not-found')
  return site
}
