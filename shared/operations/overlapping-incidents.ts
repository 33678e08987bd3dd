import type { Id, Instant } from '../domain/ids.ts'
import type { Incident } from '../domain/incident.ts'
import type { Ports } from '../ports.ts'

/** Incidents are listed by their start; one that began longer before the video than this is not found. */
const lookBackHours = 24

interface Stretch {
  readonly site: Id
  readonly camera: Id
  readonly startedAt: Instant
  readonly endedAt: Instant
}

/** The incidents of a camera that were under way at any time of a stretch, oldest first. One that nobody saw end goes on. */
export async function overlappingIncidents(
  { incidents }: Pick<Ports, 'incidents'>,
  { site, camera, startedAt, endedAt }: Stretch,
): Promise<readonly Incident[]> {
  const from = new Date(Date.parse(startedAt) - lookBackHours * 3_600_000).toISOString()
  // `to` is exclusive, and an incident may begin with the last frame.
  const to = new Date(Date.parse(endedAt) + 1).toISOString()
  const found: Incident[] = []
  let cursor: string | undefined
  do {
    const page = await incidents.list({ sites: [site], camera, from, to, limit: 100, ...(cursor !== undefined && { cursor }) })
    found.push(...page.items)
    cursor = page.cursor
  } while (cursor !== undefined)
  return found.filter((incident) => incident.endedAt === undefined || incident.endedAt >= startedAt).reverse()
}
