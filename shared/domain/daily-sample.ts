import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Id, Instant } from './ids.ts'
import { ReviewRequest } from './review-request.ts'

/** What the model did on a drawn frame, held against a person's whole answer. */
export const SampleScore = z.strictObject({
  model: z.string().max(64),
  perLabel: z.record(
    z.string().max(100),
    z.strictObject({ found: z.int().nonnegative(), missed: z.int().nonnegative(), wrong: z.int().nonnegative() }),
  ),
})
export type SampleScore = z.infer<typeof SampleScore>

/** What was drawn of one day of a site. */
export const DailySample = z.strictObject({
  site: z.string(),
  day: z.iso.date(),
  /** Moments that could have been drawn, by camera. */
  moments: z.record(z.string(), z.int().nonnegative()),
  drawn: z.array(z.strictObject({ request: ReviewRequest, score: SampleScore.optional() })),
})
export type DailySample = z.infer<typeof DailySample>

/** Footage is cut into moments of this length on the clock; the picture at the beginning of one stands for it. */
const momentMs = 10_000

export interface Footage {
  readonly id: Id
  readonly camera: Id
  readonly startedAt: Instant
  readonly endedAt: Instant
}

/**
 * Draws so many moments of each camera's footage, by the hash of their names: no model, no incident and no person has a say, and
 * whoever draws again draws the same. Every moment of a camera has the same probability, which is kept with it.
 *
 * @param footage That the archive holds of the day; what comes later was never in the draw
 */
export function drawSample(site: Id, day: string, footage: readonly Footage[], perCamera: number): DailySample {
  const moments: Record<string, number> = {}
  const drawn = [...Map.groupBy(footage, ({ camera }) => camera)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([camera, ofCamera]) => {
      const all = momentsOf(ofCamera)
      moments[camera] = all.size
      const chosen = [...all]
        .map(([at, recording]) => ({ at, recording, lot: lotOf(site, camera, at) }))
        .sort((a, b) => (a.lot < b.lot ? -1 : 1))
        .slice(0, perCamera)
      const probability = Math.min(1, perCamera / all.size)
      return chosen.map(({ at, recording }) => ({
        request: { site, camera, recording, at, reason: 'sample' as const, batch: `sample-${day}`, probability },
      }))
    })
  return { site, day, moments, drawn }
}

/** Each moment once, also where recordings overlap. */
function momentsOf(footage: readonly Footage[]): Map<Instant, Id> {
  const found = new Map<Instant, Id>()
  for (const { id, startedAt, endedAt } of [...footage].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const last = Date.parse(endedAt)
    for (let ms = Math.ceil(Date.parse(startedAt) / momentMs) * momentMs; ms < last; ms += momentMs) {
      const at = new Date(ms).toISOString()
      if (!found.has(at)) found.set(at, id)
    }
  }
  return found
}

function lotOf(site: Id, camera: Id, at: Instant): string {
  return createHash('sha256').update(`daily sample\n${site}\n${camera}\n${at}`).digest('hex')
}
