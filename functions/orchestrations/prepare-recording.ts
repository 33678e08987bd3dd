import type { OrchestrationHandler } from 'durable-functions'
import type { Id } from '../../shared/domain/ids.ts'
import { type NightStep, nightSteps, type StepResult } from '../../shared/domain/night.ts'
import { type RecordingResult, withStep } from '../../shared/domain/night-progress.ts'
import { messageOf } from './failure.ts'
import { retries } from './retries.ts'

// Replayed from the top after every step: no clock, no random, no I/O in this file.

export interface RecordingTask {
  readonly site: Id
  readonly night: string
  readonly recording: Id
  readonly pauseMs?: number
}

/**
 * The work on one recording: archive, split, label. What went wrong is kept by an activity, so that neither this history
 * nor the night's grows with it, and the night goes on with the other recordings.
 */
export const prepareRecording: OrchestrationHandler = function* ({ df }) {
  const { site, night, recording, pauseMs } = df.getInput<RecordingTask>()
  let sum: RecordingResult = { isBad: false, frames: 0, annotations: 0, bytes: 0 }
  for (const step of nightSteps) {
    const { result, reason, isVideo } = yield* attempt(step)
    if (result !== undefined) sum = withStep(sum, result)
    if (reason === undefined) continue
    const problem = { recording, step, reason }
    yield df.callActivityWithRetry('note-problem', retries(pauseMs), { site, night, isBad: isVideo, problem })
    return { ...sum, isBad: true }
  }
  return sum

  function* attempt(step: NightStep) {
    try {
      const result: StepResult = yield df.callActivityWithRetry(`${step}-recording`, retries(pauseMs), { recording })
      const reason = result.outcome === 'bad' ? (result.reason ?? 'It says no reason.') : undefined
      return { result, reason, isVideo: true }
    } catch (error) {
      return { result: undefined, reason: messageOf(error), isVideo: false }
    }
  }
}
