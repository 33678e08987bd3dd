import { z } from 'zod'
import { Detection } from './detection.ts'
import { Id, Instant, Sha256 } from './ids.ts'
import { ModelReference } from './messages.ts'

/** Why a frame was taken out of a recording. */
export const FrameReason = z.enum(['incident', 'sparse', 'keyframe', 'unsure', 'person', 'review'])
export type FrameReason = z.infer<typeof FrameReason>

/** A still out of a recording. */
export const Frame = z.strictObject({
  /** SHA-256 of the JPEG: its name in container `ml-data` is `frames/{id}.jpg`. */
  id: Sha256,
  /** Presentation time in the recording, in milliseconds after its first frame. */
  ptsMs: z.number().nonnegative(),
  /** Number of the frame in the recording, in presentation order, from 0. */
  index: z.int().nonnegative(),
  at: Instant,
  width: z.int().positive(),
  height: z.int().positive(),
  bytes: z.int().positive(),
  /** Difference hash of the picture's brightness, 64 bits as 16 hex digits. */
  likeness: z.string().regex(/^[0-9a-f]{16}$/),
  reasons: z.array(FrameReason).min(1),
})
export type Frame = z.infer<typeof Frame>

/**
 * What became of a recording's frames. `partial`: the video breaks off, the frames before are kept. `empty`: there is
 * no picture in it. `corrupt`: nothing in it can be read.
 */
export const FramesOutcome = z.enum(['complete', 'partial', 'empty', 'corrupt'])
export type FramesOutcome = z.infer<typeof FramesOutcome>

/** `manifests/{recording}.json` in container `ml-data`: the same recording, policy and decoder give the same bytes. */
export const FrameManifest = z.strictObject({
  recording: Id,
  site: Id,
  camera: Id,
  startedAt: Instant,
  endedAt: Instant,
  videoSha256: Sha256,
  /** Engine and version, e.g. `node-av 6.1.1`. */
  decoder: z.string().max(100),
  outcome: FramesOutcome,
  /** Why it is not `complete`. */
  reason: z.string().max(500).optional(),
  /** Frames that were wanted but looked like the one before. */
  nearDuplicates: z.int().nonnegative(),
  frames: z.array(Frame),
  /** Not out of a video: the one picture that somebody at a device sent, and what the model there had seen on it. */
  sent: z.strictObject({ device: Id, model: ModelReference.optional(), detections: z.array(Detection) }).optional(),
})
export type FrameManifest = z.infer<typeof FrameManifest>
