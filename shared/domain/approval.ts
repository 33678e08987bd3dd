import { z } from 'zod'
import { Id, Instant, Sha256 } from './ids.ts'
import { ModelReference } from './messages.ts'

export const Decision = z.strictObject({
  by: z.string().max(64),
  at: Instant,
  decision: z.enum(['approved', 'rejected']),
  reason: z.string().min(1).max(2000),
})
export type Decision = z.infer<typeof Decision>

/**
 * A question to people about a model. It is bound to what they were shown: other bytes, another evaluation or another plan
 * is another question. The row decides; whoever waits for it is only woken.
 */
export const Approval = z.strictObject({
  /** Of site, model digest, evaluation and plan: asking the same again finds the same question. */
  id: Id,
  site: Id,
  model: ModelReference,
  evaluation: Sha256,
  /** Digest of the rollout policy in force when it was asked. */
  plan: Sha256,
  /** `undecided`: the gate had too little to judge by. */
  gate: z.enum(['better', 'undecided', 'worse']),
  /** Who asked in their own name; absent: a comparison that had come to its end. */
  askedBy: z.string().max(64).optional(),
  askedAt: Instant,
  expiresAt: Instant,
  state: z.enum(['waiting', 'approved', 'rejected', 'expired']),
  /** So many different people must say yes; one no is enough. */
  needed: z.int().min(1).max(2),
  decisions: z.array(Decision).max(10),
  /** People who had a hand in the model or its labels; their yes does not count. */
  partial: z.array(z.string().max(64)).max(1000),
})
export type Approval = z.infer<typeof Approval>
