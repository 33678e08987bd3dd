import type { OrchestrationHandler, Task } from 'durable-functions'
import type { Id } from '../../shared/domain/ids.ts'
import type { NightProgress } from '../../shared/domain/night.ts'
import { afterRecording, noProgress, type RecordingResult } from '../../shared/domain/night-progress.ts'
import { messageOf } from './failure.ts'
import { retries } from './retries.ts'

// Replayed from the top after every step: no clock, no random, no I/O in this file.

export interface NightTask {
  readonly site: Id
  readonly night: string
  readonly pauseMs?: number
  /** Where a night of many recordings goes on, page after page. */
  readonly rest?: { readonly plan: Plan; readonly page: number; readonly progress: NightProgress; readonly startedMs: number }
}

interface Plan {
  readonly to: string
  readonly recordings: number
  readonly pages: number
}

const unknown: RecordingResult = { isBad: true, frames: 0, annotations: 0, bytes: 0 }

/**
 * One run of the nightly data preparation for a site: find what changed, work on each recording, build the dataset,
 * write down how it went. A page of recordings fans out at once (host.json says how many are really worked on), then
 * the next page begins with a new history: it stays below a thousand events however long the night is.
 */
export const nightlyDataPreparation: OrchestrationHandler = function* ({ df }) {
  const task = df.getInput<NightTask>()
  const { site, night, pauseMs } = task
  const call = (activity: string, input: object) => df.callActivityWithRetry(activity, retries(pauseMs), { site, night, ...input })
  const note = (step: string, error: unknown) => call('note-problem', { isBad: false, problem: { step, reason: messageOf(error) } })

  let rest = task.rest
  if (rest === undefined) {
    df.setCustomStatus(noProgress)
    try {
      const plan: Plan = yield call('plan-night', {})
      const progress: NightProgress = { ...noProgress, step: 'recordings', recordings: { all: plan.recordings, done: 0, bad: 0 } }
      rest = { plan, page: 0, progress, startedMs: df.currentUtcDateTime.getTime() }
    } catch (error) {
      yield note('list', error)
      return yield call('finish-night', { progress: noProgress, isBuilt: false })
    }
  }

  const { plan, page, startedMs } = rest
  let { progress } = rest
  df.setCustomStatus(progress)
  if (page < plan.pages) {
    const recordings: Id[] = yield call('read-night-page', { page })
    const tasks = recordings.map((recording) => df.callSubOrchestrator('prepare-recording', { site, night, recording, pauseMs }))
    // Begins all of them; each is then waited for by itself, so that one that fails takes none of the others along.
    yield df.Task.any(tasks)
    for (const each of tasks) {
      progress = afterRecording(progress, yield* resultOf(each), df.currentUtcDateTime.getTime() - startedMs)
      df.setCustomStatus(progress)
    }
    df.continueAsNew({ ...task, rest: { plan, page: page + 1, progress, startedMs } })
    return
  }

  const { secondsLeft: _, ...counted } = progress
  progress = { ...counted, step: 'dataset' }
  df.setCustomStatus(progress)
  const built = yield* build()
  const state: string = yield call('finish-night', { to: plan.to, progress, ...built })
  df.setCustomStatus({ ...progress, step: 'done' })
  return state

  function* resultOf(each: Task) {
    try {
      return (yield each) as RecordingResult
    } catch {
      // It could not even keep why; the count says that the night is not whole.
      return unknown
    }
  }

  function* build() {
    try {
      const { version }: { version?: string } = yield call('build-dataset', {})
      return { isBuilt: true, ...(version !== undefined && { dataset: version }) }
    } catch (error) {
      yield note('dataset', error)
      return { isBuilt: false }
    }
  }
}
