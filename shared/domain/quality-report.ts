import { z } from 'zod'
import { Id, Instant, Sha256 } from './ids.ts'
import { EstimatedShare } from './intervals.ts'
import { VerdictQuality, VerdictReference, VerdictSummary } from './verdict-quality.ts'

const Judged = z.strictObject({
  from: Instant,
  to: Instant,
  value: z.number(),
  expected: z.number(),
  band: z.strictObject({ low: z.number(), high: z.number() }),
  effect: z.number(),
  samples: z.int().nonnegative(),
  chance: z.number(),
  isOver: z.boolean(),
})

const RecallEstimate = EstimatedShare.extend({ frames: z.int().nonnegative() })

/** Which reference is in force for a camera, and who had it made. */
export const ReferenceEntry = z.strictObject({
  site: Id,
  camera: Id,
  model: Sha256,
  digest: Sha256,
  from: Instant,
  to: Instant,
  madeAt: Instant,
  /** Id of the person, or `timer`. */
  madeBy: z.string().max(64),
  reason: z.string().max(500).optional(),
})
export type ReferenceEntry = z.infer<typeof ReferenceEntry>

/** What is known of how well a site's model does, as of the last look. */
export const QualityReport = z.strictObject({
  site: Id,
  at: Instant,
  model: z.strictObject({ name: z.string(), version: z.string(), digest: Sha256, since: Instant }).optional(),
  cameras: z.array(
    z.strictObject({
      camera: Id,
      reference: ReferenceEntry.optional(),
      /** The reference is an earlier model's: only what does not depend on the model is judged. */
      isBorrowed: z.boolean(),
      /** When the model in force will have a reference of its own. */
      learningUntil: Instant.optional(),
      findings: z.array(
        z.strictObject({ monitor: z.string().max(100), least: z.number(), breachedSince: Instant.optional(), periods: z.array(Judged) }),
      ),
    }),
  ),
  verdicts: z.strictObject({
    days: z.int().positive(),
    ...VerdictQuality.shape,
    /** Of the model in force: its first days, frozen when they were over and people had said enough; and what came after them. */
    reference: VerdictReference.optional(),
    newest: VerdictSummary.optional(),
    findings: z.array(
      z.strictObject({
        monitor: z.enum(['precision', 'calibration']),
        before: EstimatedShare,
        now: EstimatedShare,
        effect: z.number(),
        isBreach: z.boolean(),
      }),
    ),
  }),
  recall: z.strictObject({
    days: z.int().positive(),
    all: RecallEstimate,
    perCamera: z.record(z.string(), RecallEstimate),
    perLabel: z.record(z.string(), RecallEstimate),
    /** Drawn frames that nobody has answered yet. */
    waiting: z.int().nonnegative(),
    /** Reports of missed objects, and incidents that people confirmed in the same time: what was reported bounds recall from above. */
    reported: z.int().nonnegative(),
    confirmed: z.int().nonnegative(),
  }),
})
export type QualityReport = z.infer<typeof QualityReport>
