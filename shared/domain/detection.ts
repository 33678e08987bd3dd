import { z } from 'zod'
import { Box } from './box.ts'

/** What a model calls a thing. Models of users bring names such as "traffic light", so this is wider than an id. */
export const Label = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}\p{Cf}]+$/u, 'must not hold control characters')

export const Detection = z.strictObject({
  label: Label,
  confidence: z.number().min(0).max(1),
  box: Box,
  /** Number that the tracker gave to the object; the same object keeps it from frame to frame. */
  track: z.int().nonnegative().optional(),
})
export type Detection = z.infer<typeof Detection>
