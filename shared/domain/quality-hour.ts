import { z } from 'zod'
import { Id, Instant, Sha256 } from './ids.ts'

/** What a camera's pictures are like; they do not depend on the model. Units: docs/quality.md. */
export const inputLevels = ['brightness', 'contrast', 'sharpness', 'saturation', 'chromaBlue', 'chromaRed', 'motion'] as const
/** `load`: objects a frame, above the model's or the device's threshold. */
export const levelNames = [...inputLevels, 'load'] as const
export const LevelName = z.enum(levelNames)
export type LevelName = z.infer<typeof LevelName>

/** Mean of an hour, and of how many pictures. */
export const Level = z.strictObject({ mean: z.number(), samples: z.int().positive() })
export type Level = z.infer<typeof Level>

/** Counts by bin: `classes` has a bin a label, `confidence:{label}` the tenths of confidence, 0 to 9. */
export const Mix = z.record(z.string().max(100), z.int().nonnegative())
export type Mix = z.infer<typeof Mix>

/** One hour of one camera as numbers: what drift is judged by. Worked out from what is stored, and again at any time. */
export const QualityHour = z.strictObject({
  site: Id,
  camera: Id,
  /** Its beginning. */
  hour: Instant,
  /** The hour on the site's wall, 0 to 23: a plant's day goes by it. */
  localHour: z.int().min(0).max(23),
  /** Digest of the model that looked at most of its frames. */
  model: Sha256.optional(),
  /** Analysed frames. */
  frames: z.int().nonnegative(),
  levels: z.partialRecord(LevelName, Level),
  mixes: z.record(z.string().max(100), Mix),
})
export type QualityHour = z.infer<typeof QualityHour>

/**
 * A crop of a frame as numbers (shared/vision/describe-crop.ts). `key`: `object:{label}` for what the model saw there,
 * `field:{n}` for the fields that every picture is cut into: those notice also what the model does not see.
 */
export const DescribedCrop = z.strictObject({ key: z.string().max(100), descriptor: z.array(z.number()).min(1).max(64) })
export type DescribedCrop = z.infer<typeof DescribedCrop>

/** A stored frame that was taken whatever the model said, with its crops. */
export const DescribedFrame = z.strictObject({
  frame: Sha256,
  recording: Id,
  at: Instant,
  localHour: z.int().min(0).max(23),
  /** Difference hash of the picture, as in the manifest. */
  likeness: z.string().max(16),
  crops: z.array(DescribedCrop),
})
export type DescribedFrame = z.infer<typeof DescribedFrame>
