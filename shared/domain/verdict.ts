import { z } from 'zod'
import { Box } from './box.ts'
import { Label } from './detection.ts'
import { Instant } from './ids.ts'

export const FreeText = z
  .string()
  .min(1)
  .max(2000)
  // Line breaks and tabs are what people write; other control characters and direction marks only deceive.
  .regex(/^(?:[\n\t]|[^\p{Cc}\p{Bidi_Control}])+$/u, 'must not hold control characters')

/** Why, in one of few words, so that they can be counted. */
export const VerdictReason = z.enum([
  'real',
  'drill',
  'reflection',
  'wrong-object',
  'wrong-zone',
  'bad-picture',
  'duplicate',
  'unclear',
  'other',
])

export const VerdictInput = z.strictObject({
  verdict: z.enum(['confirmed', 'rejected', 'inconclusive']),
  reason: VerdictReason.optional(),
  comment: FreeText.optional(),
  /** Boxes as the person drew them on the frame of the given time; they win over the model's. */
  boxes: z
    .array(z.strictObject({ at: Instant, label: Label, box: Box }))
    .max(100)
    .default([]),
})
export type VerdictInput = z.infer<typeof VerdictInput>
