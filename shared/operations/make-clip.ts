import { Fault } from '../domain/faults.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { Recording } from '../domain/recording.ts'
import { type Coverage, findGaps } from '../domain/recording-gaps.ts'
import type { Clip, Ports } from '../ports.ts'
import { collect } from './collect.ts'
import { type MediaLink, openFor } from './link-media.ts'
import { recordingsOverlapping } from './recordings-overlapping.ts'
import { requireSite } from './visible-sites.ts'

/** Longest stretch in one clip: what people watch, and what a function can hold on its disk. */
export const maxClipMinutes = 10

export interface ClipInput {
  readonly site: Id
  readonly camera: Id
  readonly from: Instant
  readonly to: Instant
}

/** A clip, the way to it, and what of the asked time it cannot show. */
export interface LinkedClip extends MediaLink, Coverage, Pick<Clip, 'sha256' | 'bytes' | 'startedAt' | 'endedAt'> {
  /** Leads to the same clip, for a browser to save. */
  readonly downloadUrl: string
  /** What it was cut from, oldest first: the model's frames say their time within a recording, to the frame. */
  readonly recordings: readonly Pick<Recording, 'id' | 'startedAt' | 'frameRate'>[]
}

/**
 * Makes any stretch of a camera playable, across the ends of recordings and from the archive where the raw video is gone.
 *
 * @throws Fault `input-invalid` for a time that is too long or the wrong way round, `not-found` where there is no video in it
 */
export async function makeClip(
  ports: Pick<Ports, 'recordings' | 'clips' | 'links' | 'audit' | 'clock'>,
  person: Principal,
  input: ClipInput,
): Promise<LinkedClip> {
  requireSite(person, input.site)
  const minutes = (Date.parse(input.to) - Date.parse(input.from)) / 60_000
  if (!(minutes > 0 && minutes <= maxClipMinutes)) {
    throw new Fault('input-invalid', `body: from and to must be in order and at most ${maxClipMinutes} minutes apart.`)
  }
  const { clip, recordings, gaps, coverage } = await cutStretch(ports, input)
  if (clip === undefined) throw new Fault('not-found', 'There is no video of this camera in this time.')
  const { sha256, bytes, startedAt, endedAt } = clip
  const subject = `camera/${input.camera}/${input.from}/${input.to}`
  const link = await openFor(ports, person, input.site, 'clips', clip.path, subject)
  const saveAs = `${input.camera}-${startedAt.replaceAll(':', '-')}.mp4`
  const downloadUrl = await ports.links.link('clips', clip.path, link.expiresAt, saveAs)
  return { ...link, downloadUrl, sha256, bytes, startedAt, endedAt, recordings, gaps, coverage }
}

/** The video of a stretch in one file, `clip` undefined where there is none at all. */
export async function cutStretch(
  ports: Pick<Ports, 'recordings' | 'clips'>,
  { site, camera, from, to }: ClipInput,
): Promise<Coverage & { readonly clip: Clip | undefined; readonly recordings: readonly Recording[] }> {
  const found = await collect(recordingsOverlapping(ports, { site, camera, from, to }))
  // A recording that ends just where the time begins shows nothing of it.
  const recordings = found.filter(({ endedAt }) => endedAt > from).reverse()
  const sources = recordings.map(({ id: recording, path, startedAt }) => ({ recording, path, startedAt }))
  const clip = sources.length === 0 ? undefined : await ports.clips.cut(site, sources, from, to)
  return { clip, recordings, ...findGaps({ from, to }, recordings) }
}
