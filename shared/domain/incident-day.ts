import { z } from 'zod'

const Count = z.int().nonnegative()

/** A day of a site's calendar, and how many incidents began on it. */
export const IncidentDay = z.object({
  day: z.iso.date(),
  critical: Count,
  warning: Count,
  info: Count,
  /** Of all of these: those that wait for somebody, unresolved and without a verdict. */
  unjudged: Count,
})
export type IncidentDay = Readonly<z.infer<typeof IncidentDay>>
