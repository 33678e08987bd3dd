import { actionType } from './actions.ts'
import { hopEnd, type TimerLimits } from './follow-up.ts'
import type { NewLeaf, OpenTask } from './plan.ts'

/** What a new task will need further sequence numbers for; undefined for most. */
export function openTask({ action, index }: NewLeaf, now: number, limits: TimerLimits): OpenTask | undefined {
  const first = { leaf: index, attempt: 1, since: now }
  if (action.retryOptions !== undefined) return { ...first, kind: 'retry', phase: 'work' }
  const isPolled = action.httpRequest !== undefined && action.httpRequest.asynchronousPatternEnabled !== false
  if (isPolled) return { ...first, kind: 'http', phase: 'work' }
  const finalTime = action.actionType === actionType.createTimer ? Number(new Date(action.fireAt!)) : now
  return hopEnd(finalTime, now, limits) === finalTime ? undefined : { ...first, kind: 'long-timer', phase: 'pause' }
}
