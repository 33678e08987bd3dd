import { Fault } from '../domain/faults.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Incident } from '../domain/incident.ts'
import { coversSite, type Principal } from '../domain/person.ts'
import type { MediaContainer, Ports } from '../ports.ts'
import { findIncident } from './find-incident.ts'

/** How long a link opens its one blob. Whoever gets hold of it can look until then, so it is short. */
const linkMinutes = 10

export interface MediaLink {
  readonly url: string
  readonly expiresAt: Instant
}

/** @throws Fault `not-found` where there is no such recording, or not for this person */
export async function linkRecording(
  ports: Pick<Ports, 'recordings' | 'links' | 'audit' | 'clock'>,
  person: Principal,
  id: Id,
): Promise<MediaLink> {
  const recording = await ports.recordings.find(id)
  if (recording === undefined || !coversSite(person, recording.site)) throw new Fault('not-found')
  return openFor(ports, person, recording.site, 'raw-video', recording.path, `recording/${id}`)
}

/** @throws Fault `not-found` where the incident has no picture (yet), or is not this person's to see */
export async function linkSnapshot(
  ports: Pick<Ports, 'incidents' | 'links' | 'audit' | 'clock'>,
  person: Principal,
  id: Id,
): Promise<MediaLink> {
  const { value: incident } = await findIncident(ports, person, id)
  if (incident.snapshot === undefined) throw new Fault('not-found', 'The picture has not arrived yet.')
  return openFor(ports, person, incident.site, 'snapshots', incident.snapshot, `incident/${id}/snapshot`)
}

/** Links to the pictures of a list of incidents that the person was allowed to get: one entry of the audit chain a site names them all. */
export async function linkSnapshots(
  { links, audit, clock }: Pick<Ports, 'links' | 'audit' | 'clock'>,
  person: Principal,
  incidents: readonly Incident[],
): Promise<ReadonlyMap<Id, string>> {
  const now = clock()
  const expiresAt = new Date(now.getTime() + linkMinutes * 60_000).toISOString()
  const pictures = incidents.flatMap(({ id, site, snapshot }) => (snapshot === undefined ? [] : [{ id, site, snapshot }]))
  for (const [site, ofSite] of Map.groupBy(pictures, ({ site }) => site)) {
    const detail = { container: 'snapshots', incidents: ofSite.map(({ id }) => id).join(' ') }
    await audit.append(site, { at: now.toISOString(), who: person.id, action: 'media-viewed', subject: 'incidents', detail })
  }
  return new Map(
    await Promise.all(pictures.map(async ({ id, snapshot }) => [id, await links.link('snapshots', snapshot, expiresAt)] as const)),
  )
}

/** The view is on the audit chain before the link exists: what cannot be recorded is not shown. */
async function openFor(
  { links, audit, clock }: Pick<Ports, 'links' | 'audit' | 'clock'>,
  person: Principal,
  site: Id,
  container: MediaContainer,
  path: string,
  subject: string,
): Promise<MediaLink> {
  const now = clock()
  await audit.append(site, { at: now.toISOString(), who: person.id, action: 'media-viewed', subject, detail: { container } })
  const expiresAt = new Date(now.getTime() + linkMinutes * 60_000).toISOString()
  return { url: await links.link(container, path, expiresAt), expiresAt }
}
