import { Fault } from '../domain/faults.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Incident } from '../domain/incident.ts'
import { coversSite, type Principal } from '../domain/person.ts'
import type { LinkedContainer, Ports } from '../ports.ts'
import { findIncident } from './find-incident.ts'
import { inParallel } from './in-parallel.ts'

/** How long a link opens its one blob. Whoever gets hold of it can look until then, so it is short. */
export const linkMinutes = 10

export interface MediaLink {
  readonly url: string
  readonly expiresAt: Instant
}

/** @throws Fault `not-found` where there is no such recording, or not for this person */
export async function linkRecording(
  ports: Pick<Ports, 'recordings' | 'media' | 'links' | 'audit' | 'clock'>,
  person: Principal,
  id: Id,
): Promise<MediaLink> {
  const recording = await ports.recordings.find(id)
  if (recording === undefined || !coversSite(person, recording.site)) throw new Fault('not-found')
  // The raw video is removed after some days; the archive holds the same bytes under the same path.
  const container = (await ports.media.has('raw-video', recording.path)) ? 'raw-video' : 'archive'
  return openFor(ports, person, recording.site, container, recording.path, `recording/${id}`)
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

/** Most incidents whose pictures are linked at once. */
export const maxSnapshotsAtOnce = 50
/** Look-ups under way at a time: two point reads each. */
const lookUpsAtOnce = 10

/**
 * Links to the pictures of a list of incidents: one entry of the audit chain a site names them all. Incidents that have
 * no picture (yet), do not exist or are not this person's to see are left out: a list must not fail for one of its rows.
 */
export async function linkSnapshots(
  { incidents: store, links, audit, clock }: Pick<Ports, 'incidents' | 'links' | 'audit' | 'clock'>,
  person: Principal,
  ids: readonly Id[],
): Promise<{ readonly items: readonly { readonly id: Id; readonly url: string }[]; readonly expiresAt: Instant }> {
  const incidents: Incident[] = []
  await inParallel(new Set(ids), lookUpsAtOnce, async (id) => {
    const found = await store.find(id)
    if (found !== undefined && coversSite(person, found.value.site)) incidents.push(found.value)
  })
  const now = clock()
  const expiresAt = new Date(now.getTime() + linkMinutes * 60_000).toISOString()
  const pictures = incidents.flatMap(({ id, site, snapshot }) => (snapshot === undefined ? [] : [{ id, site, snapshot }]))
  for (const [site, ofSite] of Map.groupBy(pictures, ({ site }) => site)) {
    const detail = { container: 'snapshots', incidents: ofSite.map(({ id }) => id).join(' ') }
    await audit.append(site, { at: now.toISOString(), who: person.id, action: 'media-viewed', subject: 'incidents', detail })
  }
  const items = await Promise.all(
    pictures.map(async ({ id, snapshot }) => ({ id, url: await links.link('snapshots', snapshot, expiresAt) })),
  )
  return { items, expiresAt }
}

/** The view is on the audit chain before the link exists: what cannot be recorded is not shown. */
export async function openFor(
  { links, audit, clock }: Pick<Ports, 'links' | 'audit' | 'clock'>,
  person: Principal,
  site: Id,
  container: LinkedContainer,
  path: string,
  subject: string,
): Promise<MediaLink> {
  const now = clock()
  await audit.append(site, { at: now.toISOString(), who: person.id, action: 'media-viewed', subject, detail: { container } })
  const expiresAt = new Date(now.getTime() + linkMinutes * 60_000).toISOString()
  return { url: await links.link(container, path, expiresAt), expiresAt }
}
