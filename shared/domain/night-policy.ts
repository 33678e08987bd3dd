import { z } from 'zod'

/** Which frames are taken out of a recording. */
export const SamplingPolicy = z.strictObject({
  /** Distance of frames within an incident (0.5 s around it included), in milliseconds. */
  insideMs: z.int().min(40).max(60_000).default(500),
  /** Outside of incidents, one each so many milliseconds; 0 = none. */
  outsideMs: z.int().min(0).max(86_400_000).default(30_000),
  /** Only key frames are taken outside of incidents: nothing before them has to be decoded. */
  outsideKeyframesOnly: z.boolean().default(true),
  /** So many frames a recording whose detections were least sure (nearest to their label's threshold). */
  unsure: z.int().min(0).max(100).default(2),
  /** So many frames, evenly spread, of a recording that no model looked at: a plant that begins without one has them labelled. */
  unanalysed: z.int().min(0).max(100).default(0),
  /** Frames whose likeness differs by so many bits or fewer from the one kept before are dropped; −1 keeps all. Never frames that a person drew on. */
  nearDuplicateBits: z.int().min(-1).max(64).default(2),
  /** JPEG quality as FFmpeg counts it: 2 (best) to 31. */
  jpegQscale: z.int().min(2).max(31).default(3),
})
export type SamplingPolicy = z.infer<typeof SamplingPolicy>

/** How a site's nights go. Every field has a default, so that a plant need not say anything. */
export const NightPolicy = z.strictObject({
  /** By the clock on the site's wall. */
  startsAt: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:mm')
    .default('02:30'),
  enabled: z.boolean().default(true),
  sampling: SamplingPolicy.prefault({}),
  /** By rule, instead of `sampling`, for recordings with an incident of that rule. */
  samplingByRule: z.record(z.string().max(63), SamplingPolicy).default({}),
  /** Raw video is removed so long after it was archived; never under a legal hold, never before it was archived. */
  rawVideoHours: z
    .int()
    .min(1)
    .max(24 * 365)
    .default(72),
  /** Archived video cannot be changed or removed for so long, where the account supports it. */
  immutableDays: z.int().min(0).max(36_500).default(180),
  /** Of those who label: every so many-th task is one whose answer is known. */
  goldShare: z.number().min(0).max(0.5).default(0.1),
  /** Share of tasks that two people answer independently. */
  secondOpinionShare: z.number().min(0).max(1).default(0.1),
  /** Shares of `validate` and `test`; the rest is `train`. */
  validateShare: z.number().min(0).max(0.5).default(0.15),
  testShare: z.number().min(0).max(0.5).default(0.15),
})
export type NightPolicy = z.infer<typeof NightPolicy>
