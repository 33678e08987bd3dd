import { z } from 'zod'

const Amount = z.number().positive().max(1000)

/**
 * From when on a difference counts, as data of the site. A breach needs all of it: a difference that matters in itself
 * (`least…`), one that is large beside the usual ups and downs (`leastDeviations`), enough samples, a chance below `alpha`, and
 * all that in several periods one after the other. The defaults come from measurements (docs/quality.md).
 */
export const DriftThresholds = z.strictObject({
  /** Full days after a model came into force that its reference is made from. */
  referenceDays: z.int().min(3).max(60).default(7),
  /** Pictures and detections are judged by periods of so many hours of the site's clock. */
  periodHours: z
    .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(6), z.literal(8), z.literal(12), z.literal(24)])
    .default(6),
  /** So many periods over it, one after the other, open a breach; so many below end it. */
  consecutive: z.int().min(1).max(20).default(2),
  /** Chance of a false breach that one period's tests of a site may have together; each test gets its share (Bonferroni). */
  alpha: z.number().min(1e-6).max(0.5).default(0.01),
  /** Fewer pictures in a period than this are not judged. */
  leastPictures: z.int().min(10).max(1_000_000).default(120),
  /** Least difference of a level. For sharpness, motion and load it is one of natural logarithms: 0.4 = by half, or to two thirds. */
  leastLevels: z
    .strictObject({
      brightness: Amount.default(0.06),
      contrast: Amount.default(0.05),
      sharpness: Amount.default(0.4),
      saturation: Amount.default(0.05),
      chromaBlue: Amount.default(0.02),
      chromaRed: Amount.default(0.02),
      motion: Amount.default(0.7),
      load: Amount.default(0.4),
    })
    .prefault({}),
  /** And in standard deviations of the reference's own periods (Cohen's d). */
  leastDeviations: z.number().min(1).max(20).default(3),
  /** Least population stability index of confidences and classes. 0.25 is what the field calls a major shift. */
  leastPsi: z.number().min(0.05).max(10).default(0.25),
  leastObjects: z.int().min(20).max(1_000_000).default(200),
  /** Least share of crops that are unlike all of the reference, beyond the share that the reference itself has. */
  leastNovelty: z.number().min(0.02).max(1).default(0.15),
  /** Crops and frames in half a day, for that. */
  leastCrops: z.int().min(10).max(100_000).default(60),
  leastFrames: z.int().min(5).max(100_000).default(20),
  /** Verdicts of so many days are counted together. */
  verdictDays: z.int().min(1).max(90).default(14),
  leastVerdicts: z.int().min(10).max(10_000).default(30),
  /** Fall of the precision, and gap between confidence and precision, that count. */
  leastPrecisionFall: z.number().min(0.01).max(1).default(0.1),
  leastCalibrationGap: z.number().min(0.01).max(1).default(0.15),
  /** Most frames of a review batch. */
  batchFrames: z.int().min(5).max(200).default(50),
  /** Frames a camera and day that people look at whatever the model said; 0 = none, and then no recall is estimated. */
  sampleFrames: z.int().min(0).max(500).default(10),
})
export type DriftThresholds = z.infer<typeof DriftThresholds>
