import { z } from 'zod'
import { Label } from './detection.ts'
import { EstimatedShare } from './intervals.ts'

/** Recall of a label in one part of the test, against the rest of it. */
export const BiasFigure = z.strictObject({
  dimension: z.enum(['camera', 'time', 'light']),
  /** Of the camera; `night` from 22 to 6 o'clock, `morning` to 12, `afternoon` to 18, `evening`; `dark`, `normal`, `bright`. */
  group: z.string().max(63),
  label: Label,
  recall: EstimatedShare,
  rest: EstimatedShare,
  /** Recall of the rest minus the group's, with its 95 % interval; above 0 = worse here. */
  gap: z.number(),
  low: z.number(),
  high: z.number(),
  /** Few objects say nothing; a gap that is named is large, and not by chance. */
  verdict: z.enum(['even', 'gap', 'few']),
})
export type BiasFigure = z.infer<typeof BiasFigure>
