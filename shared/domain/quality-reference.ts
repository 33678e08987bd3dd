import { z } from 'zod'
import { Id, Instant, Sha256 } from './ids.ts'
import { LevelName, Mix } from './quality-hour.ts'

/** What is usual of a level. */
export const UsualLevel = z.strictObject({
  /** Mean by period of the day; null where the reference has none, because nothing ran then. */
  slots: z.array(z.number().nullable()),
  /** Standard deviation of the reference's periods around these means. */
  deviation: z.number().nonnegative(),
  periods: z.int().positive(),
})
export type UsualLevel = z.infer<typeof UsualLevel>

export const UsualMix = z.strictObject({
  /** By period of the day. */
  slots: z.array(Mix),
  /**
   * How much more the reference's own periods differ from each other than independent objects would (Rao and Scott's first
   * correction, https://doi.org/10.1214/aos/1176346391): one object is seen on many frames.
   */
  designEffect: z.number().min(1),
  /** Largest stability index of one of its own periods. */
  largestPsi: z.number().nonnegative(),
  periods: z.int().positive(),
})
export type UsualMix = z.infer<typeof UsualMix>

export const UsualCrops = z.strictObject({
  /** At most some hundred, chosen by lot. */
  descriptors: z.array(z.array(z.number())).min(1),
  /** Farther than this from its nearest neighbours: unlike all of the reference. */
  cutoff: z.number().positive(),
  /** Share of the reference's own crops beyond it, seen from the other days. */
  share: z.number().min(0).max(1),
})
export type UsualCrops = z.infer<typeof UsualCrops>

/** What was usual for a camera under a model. Never changes; its name is the SHA-256 of its canonical JSON. */
export const QualityReference = z.strictObject({
  site: Id,
  camera: Id,
  model: Sha256,
  /** The window that it was made from. */
  from: Instant,
  to: Instant,
  periodHours: z.int().positive(),
  levels: z.partialRecord(LevelName, UsualLevel),
  mixes: z.record(z.string().max(100), UsualMix),
  crops: z.record(z.string().max(100), UsualCrops),
})
export type QualityReference = z.infer<typeof QualityReference>
