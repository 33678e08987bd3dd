import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { everySite, type Notice } from '../domain/notice.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { visibleSites } from './visible-sites.ts'

type ReadPorts = Pick<Ports, 'notices' | 'rosters'>

/** The sites whose notices somebody may see; what belongs to no plant alone shows nothing of any, so that everybody may see it. */
export async function noticeSites(ports: ReadPorts, person: Principal, asked: Id | undefined): Promise<readonly Id[]> {
  if (asked === everySite) return [everySite]
  const sites = await visibleSites(ports, person, asked)
  return asked === undefined ? [everySite, ...sites.filter((site) => site !== everySite)] : sites
}

/** @throws Fault `not-found`, also for a notice of a site that is not theirs */
export async function readNotice(ports: ReadPorts, person: Principal, id: Id): Promise<Notice> {
  const sites = await noticeSites(ports, person, undefined)
  const found = await Promise.all(sites.map((site) => ports.notices.find(site, id)))
  const notice = found.find((each) => each !== undefined)?.value
  if (notice === undefined) throw new Fault('not-found')
  return notice
}
