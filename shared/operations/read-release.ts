import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { Release } from '../domain/release.ts'
import type { Ports } from '../ports.ts'
import { visibleSites } from './visible-sites.ts'

/** Ids do not say whose release it is, so those sites are asked that the person may see. @throws Fault `not-found` */
export async function readRelease(ports: Pick<Ports, 'releases' | 'rosters'>, person: Principal, id: Id): Promise<Release> {
  const sites = await visibleSites(ports, person, undefined)
  const found = await Promise.all(sites.map((site) => ports.releases.find(site, id)))
  const release = found.find((each) => each !== undefined)
  if (release === undefined) throw new Fault('not-found')
  return release.value
}
