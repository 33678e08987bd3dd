import { z } from 'zod'
import { Id, Instant, Sha256 } from './ids.ts'
import { ModelReference } from './messages.ts'
import { Severity } from './rule.ts'

/**
 * The file beside an archived video (`….mp4.json`): everything that is needed to understand the video in ten years,
 * when neither this program nor its tables may exist any more.
 */
export const ArchiveSidecar = z.strictObject({
  schema: z.literal(1),
  recording: Id,
  site: Id,
  siteName: z.string(),
  timeZone: z.string(),
  device: Id,
  camera: Id,
  cameraName: z.string(),
  startedAt: Instant,
  endedAt: Instant,
  receivedAt: Instant,
  video: z.strictObject({
    path: z.string(),
    bytes: z.int().positive(),
    sha256: Sha256,
    container: z.literal('video/mp4'),
    codec: z.string(),
    frameRate: z.number(),
    width: z.int(),
    height: z.int(),
  }),
  /** Models that looked at it. */
  models: z.array(ModelReference),
  incidents: z.array(
    z.strictObject({
      id: Id,
      rule: Id,
      label: z.string(),
      severity: Severity,
      startedAt: Instant,
      endedAt: Instant.optional(),
      snapshot: z.string().optional(),
      /** Every judgement in order, those that were taken back among them. */
      verdicts: z.array(
        z.strictObject({
          seq: z.int(),
          at: Instant,
          who: z.string(),
          verdict: z.enum(['confirmed', 'rejected', 'inconclusive']),
          reason: z.string().optional(),
          comment: z.string().optional(),
          withdrawnAt: Instant.optional(),
        }),
      ),
    }),
  ),
})
export type ArchiveSidecar = z.infer<typeof ArchiveSidecar>

/** What the storage account does with an archived file: `unsupported` where it cannot (the account has no versioning, or is an emulator). */
export const Protection = z.strictObject({
  tier: z.enum(['cool', 'unsupported']),
  immutableUntil: Instant.optional(),
  immutability: z.enum(['locked', 'unlocked', 'unsupported', 'off']),
  legalHold: z.enum(['set', 'unset', 'unsupported']),
})
export type Protection = z.infer<typeof Protection>

/** "Keep everything of this camera and time, whatever the policy says." */
export const LegalHold = z.strictObject({
  id: Id,
  site: Id,
  /** All cameras of the site where none is named. */
  camera: Id.optional(),
  from: Instant,
  to: Instant,
  reason: z.string().min(1).max(500),
  placedAt: Instant,
  placedBy: z.string().max(64),
  releasedAt: Instant.optional(),
  releasedBy: z.string().max(64).optional(),
  /** Whether every archived file that it covers has been told of it, or of its release. */
  isApplied: z.boolean().default(false),
})
export type LegalHold = z.infer<typeof LegalHold>
