import { Fault } from '../domain/faults.ts'
import type { Frame, FrameManifest } from '../domain/frame.ts'
import type { FrameLabels } from '../domain/frame-labels.ts'
import type { Id, Instant } from '../domain/ids.ts'
import { coversSite, type Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { linkMinutes, type MediaLink, openFor } from './link-media.ts'

export interface FrameDetail {
  readonly frame: Frame
  readonly of: Omit<FrameManifest, 'frames'>
  /** Undefined where nobody has labelled the recording yet. */
  readonly labels: FrameLabels | undefined
}

/** @throws Fault `not-found` where there is no such frame, or not for this person */
export async function readFrame({ frames }: Pick<Ports, 'frames'>, person: Principal, id: string): Promise<FrameDetail> {
  const { recording } = await originOf({ frames }, person, id)
  const [manifest, labels] = await Promise.all([frames.manifest(recording), frames.labels(recording)])
  const frame = manifest?.frames.find((one) => one.id === id)
  // A frame that was taken once, and is not wanted any more since the policy changed.
  if (manifest === undefined || frame === undefined) throw new Fault('not-found', 'The recording was split anew, without this frame.')
  const { frames: _, ...of } = manifest
  return { frame, of, labels: labels?.frames.find((one) => one.frame === id) }
}

/** @throws Fault `not-found` where there is no such frame, or not for this person */
export async function linkFrame(
  ports: Pick<Ports, 'frames' | 'links' | 'audit' | 'clock'>,
  person: Principal,
  id: string,
): Promise<MediaLink> {
  const { site } = await originOf(ports, person, id)
  return openFor(ports, person, site, 'ml-data', pathOf(id), `frame/${id}`)
}

/** Links to pictures of a site that the person was allowed to get: one entry of the audit chain names them all. */
export async function linkFrames(
  { links, audit, clock }: Pick<Ports, 'links' | 'audit' | 'clock'>,
  person: Principal,
  site: Id,
  ids: readonly string[],
  subject: string,
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const now = clock()
  const expiresAt = new Date(now.getTime() + linkMinutes * 60_000).toISOString()
  const detail = { container: 'ml-data', frames: ids.join(' ') }
  await audit.append(site, { at: now.toISOString(), who: person.id, action: 'media-viewed', subject, detail })
  return new Map(await Promise.all(ids.map(async (id) => [id, await links.link('ml-data', pathOf(id), expiresAt)] as const)))
}

export interface FrameLinks {
  readonly items: readonly { readonly frame: string; readonly url: string }[]
  /** None of them ends before. */
  readonly expiresAt: Instant
}

/**
 * Links to pictures of any sites. Those that do not exist, or are not this person's to see, are left out: a page of
 * pictures must not fail for one of them.
 */
export async function linkVisibleFrames(
  ports: Pick<Ports, 'frames' | 'links' | 'audit' | 'clock'>,
  person: Principal,
  ids: readonly string[],
): Promise<FrameLinks> {
  const expiresAt = new Date(ports.clock().getTime() + linkMinutes * 60_000).toISOString()
  const origins = await Promise.all([...new Set(ids)].map(async (id) => ({ id, site: (await ports.frames.origin(id))?.site })))
  const visible = origins.flatMap(({ id, site }) => (site !== undefined && coversSite(person, site) ? [{ id, site }] : []))
  const items: { frame: string; url: string }[] = []
  for (const [site, ofSite] of Map.groupBy(visible, (one) => one.site)) {
    const names = ofSite.map(({ id }) => id)
    for (const [frame, url] of await linkFrames(ports, person, site, names, 'frames')) items.push({ frame, url })
  }
  return { items, expiresAt }
}

function pathOf(frame: string): string {
  return `frames/${frame}.jpg`
}

async function originOf({ frames }: Pick<Ports, 'frames'>, person: Principal, id: string) {
  const origin = await frames.origin(id)
  if (origin === undefined || !coversSite(person, origin.site)) throw new Fault('not-found')
  return origin
}
