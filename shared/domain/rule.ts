import { z } from 'zod'
import { Label } from './detection.ts'
import { Id } from './ids.ts'

/** Most urgent first. */
export const severities = ['critical', 'warning', 'info'] as const
export const Severity = z.enum(severities)
export type Severity = z.infer<typeof Severity>

/** A corner of a zone as fractions of the picture: [x, y]. */
const Corner = z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)])

/** What makes detections an incident. */
export const Rule = z
  .strictObject({
    camera: Id,
    label: Label,
    severity: Severity,
    /** A run of detections begins at this confidence … */
    confidence: z.number().min(0).max(1),
    /** … and goes on down to this one, so that a confidence that wavers around the limit is one run. Default: 0.7 × confidence. */
    holdConfidence: z.number().min(0).max(1).optional(),
    /** Polygon of 3 to 32 corners; without one the whole picture counts. */
    zone: z.array(Corner).min(3).max(32).optional(),
    /** Which point of the box, or the box itself, must be in the zone. */
    anchor: z.enum(['centre', 'bottom', 'overlap']).default('centre'),
    /** How long the thing must be seen before the incident opens. */
    dwellSeconds: z.number().min(0).max(3600).default(0),
    /** How long it must be gone before the incident closes. */
    releaseSeconds: z.number().min(0.1).max(3600).default(1),
    /** Time after a close in which the same rule opens no new incident. */
    cooldownSeconds: z.number().min(0).max(86_400).default(10),
    /** Fires the local alarm output of the device. */
    alarm: z.boolean().default(false),
    enabled: z.boolean().default(true),
  })
  .refine((rule) => rule.holdConfidence === undefined || rule.holdConfidence <= rule.confidence, {
    path: ['holdConfidence'],
    message: 'must not be above confidence',
  })
export type Rule = z.infer<typeof Rule>
