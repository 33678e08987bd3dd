import { z } from 'zod'
import { Id, Instant, Sha256 } from './ids.ts'
import { ModelReference } from './messages.ts'
import { WeeklyHours } from './roster.ts'

/** How releases get to the devices of a site. Its digest is part of what people approve. */
export const RolloutPolicy = z.strictObject({
  /** Share of the site's devices that has the release when the ring is done; the last is 1. */
  rings: z
    .array(z.strictObject({ name: Id, share: z.number().min(0).max(1) }))
    .min(1)
    .max(8)
    .refine((rings) => rings.at(-1)?.share === 1, 'the last ring must have the share 1')
    .refine((rings) => rings.every(({ share }, ring) => share >= (rings[ring - 1]?.share ?? 0)), 'shares must not fall from ring to ring')
    .refine((rings) => new Set(rings.map(({ name }) => name)).size === rings.length, 'each ring must have a name of its own')
    .default([
      { name: 'first', share: 0.01 },
      { name: 'few', share: 0.1 },
      { name: 'half', share: 0.5 },
      { name: 'all', share: 1 },
    ]),
  /** How long a ring is watched after its last device took the release. */
  bakeSeconds: z
    .number()
    .min(0)
    .max(30 * 86_400)
    .default(3600),
  /** A device that has not reported the release after so long has failed; devices that are away do not count. */
  takeSeconds: z.number().min(10).max(86_400).default(900),
  /** How often is looked. */
  lookSeconds: z.number().min(0.5).max(600).default(30),
  /** A ring is done when at least this share of its devices is well … */
  leastWell: z.number().min(0).max(1).default(0.95),
  /** … and the rollout halts when this share has failed, or one crashes again and again. */
  mostFailed: z.number().min(0).max(1).default(0.05),
  /** Restarts within ten minutes that count as a crash loop. */
  crashLoop: z.int().min(2).max(100).default(3),
  /** How many standard deviations the detection rate may move away from the champion's on the same device. */
  sigmas: z.number().min(1).max(20).default(4),
  /** Most times the champion's: inference time and memory; least times: frames a second. */
  mostInferenceTime: z.number().min(1).max(100).default(2),
  mostMemory: z.number().min(1).max(100).default(1.5),
  leastFrameRate: z.number().min(0).max(1).default(0.8),
  /** By the wall clock of the site; none = at any time. */
  windows: z.array(WeeklyHours).max(20).default([]),
  /** A device with an open incident is left alone until it is over. */
  waitsForIncidents: z.boolean().default(true),
  /** How a model gets to a device: in an image of the module, or alone, signed, into the module that runs. */
  carrier: z.enum(['image', 'artefact']).default('image'),
  /** How many people must approve. */
  approvals: z.int().min(1).max(2).default(1),
  approvalHours: z
    .number()
    .min(0.01)
    .max(24 * 90)
    .default(72),
  /** A rollout whose last ring is well goes on by itself from ring to ring; otherwise a person says so. */
  automatic: z.boolean().default(true),
})
export type RolloutPolicy = z.infer<typeof RolloutPolicy>

export const rolloutStates = ['waiting', 'running', 'paused', 'halted', 'rolling-back', 'rolled-back', 'completed'] as const
export const RolloutState = z.enum(rolloutStates)
export type RolloutState = z.infer<typeof RolloutState>

/** Not over: no other may begin at the site. */
export function isActive(state: RolloutState): boolean {
  return state !== 'completed' && state !== 'rolled-back'
}

/**
 * - `waiting`: may not take it yet (window, incident) · `targeted`: told, has not reported it · `away`: told, not connected
 * - `well`, `failed`: reported it, or did not in time, with the reason · `back`: has the release before again
 */
export const DeviceProgress = z.strictObject({
  device: Id,
  ring: z.int().nonnegative(),
  state: z.enum(['waiting', 'targeted', 'away', 'well', 'failed', 'back']),
  targetedAt: Instant.optional(),
  takenAt: Instant.optional(),
  reason: z.string().max(500).optional(),
})
export type DeviceProgress = z.infer<typeof DeviceProgress>

export const RingProgress = z.strictObject({
  name: Id,
  devices: z.int().nonnegative(),
  startedAt: Instant.optional(),
  /** When the last of its devices had taken it, or was given up. */
  takenAt: Instant.optional(),
  doneAt: Instant.optional(),
  well: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  away: z.int().nonnegative(),
})
export type RingProgress = z.infer<typeof RingProgress>

/** A release on its way through the rings of a site; at most one is under way. Its row decides, the orchestration follows it. */
export const Rollout = z.strictObject({
  /** `{release}-{n}`: the n-th time that this release is rolled out. */
  id: Id,
  site: Id,
  release: Id,
  model: ModelReference.optional(),
  /** What the devices had before and get back. */
  before: Id.optional(),
  policy: RolloutPolicy,
  policySha256: Sha256,
  state: RolloutState,
  ring: z.int().nonnegative(),
  rings: z.array(RingProgress).max(8),
  startedAt: Instant,
  startedBy: z.string().max(64),
  /** When the release was taken away again. */
  backSince: Instant.optional(),
  endedAt: Instant.optional(),
  /** Why it halted, was paused or rolled back. */
  reason: z.string().max(1000).optional(),
  /** Who said so: a person, or `system`. */
  endedBy: z.string().max(64).optional(),
})
export type Rollout = z.infer<typeof Rollout>
