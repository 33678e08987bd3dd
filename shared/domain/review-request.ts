import { z } from 'zod'
import { Id, Instant, Sha256 } from './ids.ts'

/**
 * A moment of a recording that people are asked to label whatever the night would choose.
 * `sample`: drawn by lot, the model's word is not shown. `drift`: shows what has changed.
 */
export const ReviewRequest = z.strictObject({
  site: Id,
  camera: Id,
  recording: Id,
  at: Instant,
  reason: z.enum(['sample', 'drift']),
  /** Of the review batch, or of the day's sample. */
  batch: Id,
  /** The frame, where it was taken out of the recording before. */
  frame: Sha256.optional(),
  /** Of being drawn: what it stands for in an estimate is 1 / probability. */
  probability: z.number().positive().max(1).optional(),
})
export type ReviewRequest = z.infer<typeof ReviewRequest>

/** A decoder gives the first frame at or after a moment: at two frames a second and more it is this near. */
const besideMs = 600

/** The request that a frame answers, a drawn one first. */
export function requestFor(
  frame: { readonly id: string; readonly at: Instant },
  requests: readonly ReviewRequest[],
): ReviewRequest | undefined {
  const own = requests.filter((request) => {
    const lateMs = Date.parse(frame.at) - Date.parse(request.at)
    return request.frame === undefined ? lateMs >= -2 && lateMs <= besideMs : request.frame === frame.id
  })
  return own.find(({ reason }) => reason === 'sample') ?? own[0]
}
