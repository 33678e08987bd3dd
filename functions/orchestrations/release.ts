import type { OrchestrationHandler } from 'durable-functions'
import type { Id } from '../../shared/domain/ids.ts'
import { messageOf } from './failure.ts'
import { retries } from './retries.ts'

// Replayed from the top after every step: no clock, no random, no I/O in this file.

export interface ReleaseTask {
  readonly site: Id
  readonly release: Id
  readonly pauseMs?: number
}

/** Builds of a laptop take a second, those of Azure minutes: the pauses grow to the last one. */
const pauseSeconds = [1, 2, 4, 8, 15, 30]
/** Some two hours; a build is given up by its own builder long before. */
const maxLooks = 240

/** Builds a release and sends it on its way. The row says how it stands; every step does nothing for one that is over. */
export const release: OrchestrationHandler = function* ({ df }) {
  const { site, release: id, pauseMs } = df.getInput<ReleaseTask>()
  const call = (activity: string, input: object = {}) =>
    df.callActivityWithRetry(activity, retries(pauseMs), { site, release: id, ...input })
  try {
    yield call('sign-release')
    yield call('build-images')
    for (let looks = 0; ; looks++) {
      const state: string = yield call('poll-builds')
      if (state === 'done') break
      if (looks === maxLooks) throw new Error('The builds do not come to an end.')
      const seconds = pauseSeconds[Math.min(looks, pauseSeconds.length - 1)]!
      yield df.createTimer(new Date(df.currentUtcDateTime.getTime() + seconds * 1000))
    }
    yield call('seal-release')
  } catch (error) {
    yield call('fail-release', { problem: messageOf(error) })
    return 'failed'
  }
  // What holds it up now does not make it a bad release: the timer tries again.
  try {
    return yield call('deploy-release')
  } catch {
    return 'waiting'
  }
}
