import { z } from 'zod'
import { Label } from './detection.ts'
import { Id, Instant } from './ids.ts'

/**
 * Something that a site does not usually see, as the compliance filter is told of it: what was measured and what was to
 * be expected; never who was there.
 */
export const ReportedAnomaly = z.strictObject({
  /** The same for the same measure, subject and stretch: found twice, it is one anomaly. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  /** The stretch that it is about: from `at` to before `until`. */
  at: Instant,
  until: Instant,
  /** What was measured, e.g. `incidents` or `objects`. */
  measure: Id,
  /** The cameras that it is about; one of them decides about all. Empty = of the site as a whole. */
  cameras: z.array(Id).max(64).default([]),
  rule: Id.optional(),
  label: Label.optional(),
  observed: z.number(),
  expected: z.number(),
  /** Between these two nobody would have been told. */
  low: z.number(),
  high: z.number(),
})
export type ReportedAnomaly = z.infer<typeof ReportedAnomaly>
