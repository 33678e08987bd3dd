import type { Id, Instant } from '../domain/ids.ts'
import { type OwnQuality, ownQuality } from '../domain/own-quality.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { visibleSites } from './visible-sites.ts'

export interface OwnLabeling {
  /** Known answers from here on are not counted in yet. */
  readonly until: Instant
  readonly items: readonly OwnQuality[]
}

/** How well one labels, class by class, as told to oneself. */
export async function readOwnQuality(
  ports: Pick<Ports, 'labelerQuality' | 'rosters' | 'clock'>,
  person: Principal,
  asked: Id | undefined,
): Promise<OwnLabeling> {
  const until = `${ports.clock().toISOString().slice(0, 10)}T00:00:00.000Z`
  const sites = await visibleSites(ports, person, asked)
  const items = await Promise.all(
    sites.map(async (site) => {
      const [qualities, findings] = await Promise.all([ports.labelerQuality.list(site), ports.labelerQuality.findings(site)])
      return qualities
        .filter(({ who }) => who === person.id)
        .map((quality) => ownQuality(quality, findings, until))
        .sort((a, b) => (a.label < b.label ? -1 : 1))
    }),
  )
  return { until, items: items.flat() }
}
