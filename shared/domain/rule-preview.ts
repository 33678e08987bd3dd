import { z } from 'zod'
import { Detection } from './detection.ts'
import { Instant } from './ids.ts'

/** What a rule would have made of what a camera saw. */
export const RulePreview = z.object({
  from: Instant,
  to: Instant,
  frames: z.int(),
  incidents: z.array(z.object({ startedAt: Instant, endedAt: Instant.optional(), seenSeconds: z.number(), peak: Detection })),
  /** Detections with the rule's label, newest first; those that it would not count say why. */
  detections: z.array(z.object({ at: Instant, detection: Detection, fate: z.enum(['begins', 'holds', 'unsure', 'outside']) })),
  /** More were seen than are listed. */
  isCut: z.boolean(),
})
export type RulePreview = z.infer<typeof RulePreview>
