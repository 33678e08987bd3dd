import { z } from 'zod'
import { Id, Instant, Sha256 } from './ids.ts'
import type { DriftFinding } from './judge-drift.ts'
import { likenessDistance } from './likeness.ts'
import { noveltyOf } from './novelty.ts'
import type { DescribedCrop, DescribedFrame } from './quality-hour.ts'
import type { QualityReference } from './quality-reference.ts'

/** Frames that show a breach best, for people. */
export const ReviewBatch = z.strictObject({
  id: Id,
  site: Id,
  camera: Id,
  model: Sha256,
  monitor: z.string().max(100),
  state: z.enum(['open', 'closed']),
  openedAt: Instant,
  closedAt: Instant.optional(),
  /** When the breach began. */
  since: Instant,
  reference: Sha256,
  /** Of the newest period. */
  evidence: z.strictObject({
    value: z.number(),
    expected: z.number(),
    effect: z.number(),
    least: z.number(),
    chance: z.number(),
    samples: z.int().nonnegative(),
  }),
  frames: z.array(z.strictObject({ frame: Sha256, recording: Id, at: Instant })).max(200),
})
export type ReviewBatch = z.infer<typeof ReviewBatch>

/** Pictures whose hashes differ by so many of 64 bits or fewer show the same moment's scene. */
const sameBits = 2

/**
 * The frames of a breach that show it best: of crops those that lie where most of what is new lies, so that one odd glove does
 * not take a bottle's place; of levels and mixes some of all hours. No two look the same.
 */
export function pickFrames(
  { monitor, breachedSince, periods }: DriftFinding,
  reference: QualityReference,
  frames: readonly DescribedFrame[],
  most: number,
): ReviewBatch['frames'] {
  const stretches = periods.filter(({ from, isOver }) => breachedSince !== undefined && from >= breachedSince && isOver)
  const within = frames.filter(({ at }) => stretches.some(({ from, to }) => at >= from && at < to))
  const ranked = monitor.startsWith('crops:') ? rankByNovelty(monitor, reference, within) : byLot(holding(monitor, within))
  const picked: DescribedFrame[] = []
  for (const frame of ranked) {
    if (picked.length === most) break
    if (picked.every((other) => other.frame !== frame.frame && likenessDistance(other.likeness, frame.likeness) > sameBits))
      picked.push(frame)
  }
  return picked.map(({ frame, recording, at }) => ({ frame, recording, at })).sort((a, b) => (a.at < b.at ? -1 : 1))
}

function rankByNovelty(monitor: string, reference: QualityReference, frames: readonly DescribedFrame[]): DescribedFrame[] {
  const prefix = monitor === 'crops:fields' ? 'field:' : 'object:'
  const novel = frames.flatMap((frame) =>
    frame.crops.flatMap((crop) => {
      const usual = crop.key.startsWith(prefix) ? reference.crops[crop.key] : undefined
      return usual !== undefined && noveltyOf(usual, crop.descriptor) > 1 ? [{ frame, crop, cutoff: usual.cutoff }] : []
    }),
  )
  const scores = new Map<string, number>()
  for (const one of novel) {
    const like = novel.filter(({ crop }) => crop.key === one.crop.key && distance(crop, one.crop) <= one.cutoff).length
    scores.set(one.frame.frame, Math.max(scores.get(one.frame.frame) ?? 0, like))
  }
  return frames
    .filter(({ frame }) => scores.has(frame))
    .sort((a, b) => (scores.get(b.frame) ?? 0) - (scores.get(a.frame) ?? 0) || (a.frame < b.frame ? -1 : 1))
}

/** Of the confidences of a label, frames on which there is one. */
function holding(monitor: string, frames: readonly DescribedFrame[]): readonly DescribedFrame[] {
  const label = monitor.startsWith('confidence:') ? monitor.slice('confidence:'.length) : undefined
  return label === undefined ? frames : frames.filter(({ crops }) => crops.some(({ key }) => key === `object:${label}`))
}

/** A frame's name is a hash: in its order they come as by lot, and always the same. */
function byLot(frames: readonly DescribedFrame[]): DescribedFrame[] {
  return [...frames].sort((a, b) => (a.frame < b.frame ? -1 : 1))
}

function distance(a: DescribedCrop, b: DescribedCrop): number {
  return Math.hypot(...a.descriptor.map((value, index) => value - (b.descriptor[index] ?? 0)))
}
