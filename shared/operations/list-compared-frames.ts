import { type ComparedFrame, compareFrames, type FrameOutcome } from '../domain/compare-frames.ts'
import { Fault } from '../domain/faults.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Page } from '../domain/page.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { linkMinutes } from './link-media.ts'
import { loadInputs } from './load-inputs.ts'
import { linkFrames } from './read-frame.ts'
import { findEvaluation } from './read-model.ts'

export interface ComparedQuery {
  readonly outcome?: FrameOutcome | undefined
  readonly camera?: Id | undefined
  /** On the picture, or seen there by one of the two. */
  readonly label?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

export interface ComparedPage extends Page<ComparedFrame & { readonly url: string }> {
  /** Frames by outcome, of the same camera and label. */
  readonly counts: Readonly<Record<FrameOutcome, number>>
  readonly expiresAt: Instant
}

/**
 * What each model got wrong, frame by frame, out of the stored inputs of an evaluation. A page's pictures are on the audit
 * chain in one entry before there is a link to any of them.
 *
 * @throws Fault `not-found`, `evaluation-damaged`, `input-invalid` for a cursor that is not ours
 */
export async function listComparedFrames(
  ports: Pick<Ports, 'evaluations' | 'links' | 'audit' | 'clock'>,
  person: Principal,
  digest: string,
  { outcome, camera, label, cursor = '0', limit }: ComparedQuery,
): Promise<ComparedPage> {
  if (!/^\d{1,9}$/.test(cursor)) throw new Fault('input-invalid', 'cursor: this is not one that we gave.')
  const evaluation = await findEvaluation(ports, person, digest)
  const frames = compareFrames(await loadInputs(ports, evaluation)).filter(
    (one) => (camera === undefined || one.camera === camera) && (label === undefined || concerns(one, label)),
  )
  const counts = { candidate: 0, champion: 0, both: 0, neither: 0 }
  for (const one of frames) counts[one.outcome]++
  const wanted = frames.filter((one) => outcome === undefined || one.outcome === outcome)
  const end = Number(cursor) + limit
  const items = wanted.slice(Number(cursor), end)
  const expiresAt = new Date(ports.clock().getTime() + linkMinutes * 60_000).toISOString()
  const ids = items.map(({ frame }) => frame)
  const links = await linkFrames(ports, person, evaluation.site, ids, `evaluation/${digest}/frames`)
  return {
    ...{ counts, expiresAt, cursor: end < wanted.length ? String(end) : undefined },
    items: items.map((one) => ({ ...one, url: links.get(one.frame) ?? '' })),
  }
}

function concerns({ objects, candidate, champion = [] }: ComparedFrame, label: string): boolean {
  return [objects, candidate, champion].some((boxes) => boxes.some((one) => one.label === label))
}
