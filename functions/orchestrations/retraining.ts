import type { OrchestrationHandler } from 'durable-functions'
import type { Id } from '../../shared/domain/ids.ts'
import { isOver } from '../../shared/domain/run-state.ts'
import type { RunState } from '../../shared/domain/training-run.ts'
import { messageOf } from './failure.ts'
import { retries } from './retries.ts'

// Replayed from the top after every step: no clock, no random, no I/O in this file.

export interface RetrainingTask {
  readonly site: Id
  readonly run: string
  readonly pauseMs?: number
  /** How often the job was looked at before this history began. */
  readonly looks?: number
}

/** What tells that a job has come further; the timer behind it makes up for events that get lost. */
const changed = 'run-changed'
const firstLooks = 20
const firstPauseSeconds = 15
const pauseSeconds = 60
/** Each look costs some eight events; a history of a long training begins anew. */
const looksPerHistory = 30

/**
 * One training run, from a dataset to a question to people. Every step answers with the state of the row and goes by it,
 * so that what a person or another process wrote meanwhile counts.
 */
export const retraining: OrchestrationHandler = function* ({ df }) {
  const task = df.getInput<RetrainingTask>()
  const { site, run, pauseMs, looks: before } = task
  const call = (activity: string, input: object = {}) => df.callActivityWithRetry(activity, retries(pauseMs), { site, run, ...input })
  let state: RunState = 'waiting'
  try {
    if (before === undefined) {
      for (const activity of ['validate-run', 'cache-dataset', 'submit-run']) {
        state = yield call(activity)
        if (isOver({ state })) return state
      }
    }
    for (let looks = before ?? 0; ; looks++) {
      state = yield call('poll-run')
      if (state !== 'queued' && state !== 'running') break
      if (looks + 1 - (before ?? 0) === looksPerHistory) {
        df.continueAsNew({ ...task, looks: looks + 1 })
        return
      }
      const seconds = looks < firstLooks ? firstPauseSeconds : pauseSeconds
      // Both anew each time: a task that was raced once must not be raced again.
      const timer = df.createTimer(new Date(df.currentUtcDateTime.getTime() + seconds * 1000))
      yield df.Task.any([df.waitForExternalEvent(changed), timer])
      if (!timer.isCompleted) timer.cancel()
    }
    for (const activity of ['take-model', 'evaluate-run', 'judge-model']) {
      if (isOver({ state })) return state
      state = yield call(activity)
    }
    return state
  } catch (error) {
    return yield call('fail-run', { problem: messageOf(error) })
  }
}
