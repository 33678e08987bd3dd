import { z } from 'zod'
import { Instant } from './ids.ts'
import { Role } from './person.ts'

/**
 * What a monitor does by itself, as data.
 * - `notify-role`: one more role is told by e-mail
 * - `halt-rollout`: the rollout that is under way at the site stops where it is
 * - `lower-frame-rate`: the cameras of the device are looked at this many times less often, down to a floor
 * - `scale-hint`: the number of units, instances or sites that would do is worked out and written down
 */
export const ActionSettings = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('notify-role'), role: Role }),
  z.strictObject({ kind: z.literal('halt-rollout'), undo: z.enum(['by-person', 'on-clear']).default('by-person') }),
  z.strictObject({
    kind: z.literal('lower-frame-rate'),
    factor: z.number().min(0.05).max(0.95).default(0.5),
    leastPerSecond: z.number().min(0.1).max(60).default(1),
    undo: z.enum(['by-person', 'on-clear']).default('on-clear'),
  }),
  z.strictObject({ kind: z.literal('scale-hint') }),
])
export type ActionSettings = z.infer<typeof ActionSettings>

/**
 * - `planned`: written down with before and after; may have been carried out without our having noted it
 * - `done`, `undoing`, `undone`
 * - `needless`: there was nothing to do (no rollout, frame rate at its floor), or somebody had done it
 */
export const actionStates = ['planned', 'done', 'undoing', 'undone', 'needless'] as const

/** One thing that was done for an opening of a notice. What it changes is written down before it is changed. */
export const NoticeAction = z.strictObject({
  /** The kind and what it is done to: never twice in one opening. */
  id: z.string().max(200),
  kind: z.enum(['notify-role', 'halt-rollout', 'lower-frame-rate', 'scale-hint']),
  /** What it is done to, e.g. `rollout/r1-1`, `camera/gate-2`, `role/site-engineer`. */
  target: z.string().max(200),
  state: z.enum(actionStates),
  undo: z.enum(['by-person', 'on-clear', 'never']),
  /** What was, and what is instead: a state, or frames a second, or the hint in words. */
  before: z.string().max(300),
  after: z.string().max(300),
  plannedAt: Instant,
  doneAt: Instant.optional(),
  undoneAt: Instant.optional(),
  /** Id of the person, or `system`. */
  undoneBy: z.string().max(64).optional(),
  /** Of a needless one: why. */
  reason: z.string().max(300).optional(),
})
export type NoticeAction = z.infer<typeof NoticeAction>
