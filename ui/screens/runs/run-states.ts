import type { Item } from '../../api/use-api.ts'
import type { Tone } from '../../design/tag.tsx'

export type Run = Item<'listRuns'>
export type RunState = Run['state']

export const runTones: Record<RunState, Tone> = {
  ...{ waiting: 'info', validating: 'info', caching: 'info', queued: 'info', running: 'info', evaluating: 'info' },
  ...{ completed: 'good', failed: 'critical', cancelled: 'plain' },
}

/** What a run goes through, in this order. */
export const runSteps = ['validating', 'caching', 'queued', 'running', 'evaluating', 'completed'] as const satisfies RunState[]

/** Nothing about it changes any more. */
export function isOver({ state }: Pick<Run, 'state'>): boolean {
  return state === 'completed' || state === 'failed' || state === 'cancelled'
}

/** How far the trainer is, from 0 to 1; undefined = nobody knows. */
export function shareOf({ progress: { step, steps } }: Pick<Run, 'progress'>): number | undefined {
  return steps === 0 ? undefined : Math.min(1, step / steps)
}

/** Seconds from its beginning to its end, or to now. */
export function secondsOf({ createdAt, endedAt }: Pick<Run, 'createdAt' | 'endedAt'>, now: number): number {
  return Math.max(0, ((endedAt === undefined ? now : Date.parse(endedAt)) - Date.parse(createdAt)) / 1000)
}
