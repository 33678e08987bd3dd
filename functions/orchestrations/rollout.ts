import type { OrchestrationHandler } from 'durable-functions'
import { retries } from './retries.ts'

// Replayed from the top after every step: no clock, no random, no I/O in this file.

export interface RolloutTask {
  readonly site: string
  readonly rollout: string
  readonly pauseMs?: number
}

/**
 * Follows a rollout: one look at it, one wait, and anew with an empty history. The row decides what a look does. An event
 * that comes while nobody waits is lost with the history, and no harm done: the next look begins with the row.
 */
export const rollout: OrchestrationHandler = function* ({ df }) {
  const task = df.getInput<RolloutTask>()
  const { site, rollout: id, pauseMs } = task
  let waitSeconds = 60
  try {
    const look: { isOver: boolean; waitSeconds: number } = yield df.callActivityWithRetry('look-at-rollout', retries(pauseMs), {
      site,
      rollout: id,
    })
    if (look.isOver) return 'over'
    waitSeconds = look.waitSeconds
  } catch {
    // The hub or the storage was away for longer than the attempts lasted. What is halfway is safe where it is: look again.
  }
  const until = new Date(df.currentUtcDateTime.getTime() + waitSeconds * 1000)
  const timer = df.createTimer(until)
  yield df.Task.any([df.waitForExternalEvent('rollout-changed'), timer])
  if (!timer.isCompleted) timer.cancel()
  df.continueAsNew(task)
  return undefined
}
