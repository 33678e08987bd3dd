import type { OrchestrationHandler } from 'durable-functions'
import type { Id } from '../../shared/domain/ids.ts'
import { messageOf } from './failure.ts'
import { retries } from './retries.ts'

// Replayed from the top after every step: no clock, no random, no I/O in this file.

export interface ImportTask {
  readonly id: Id
  readonly pauseMs?: number
}

/** Takes in what people drew in a tool of their own. The row says how it stands, and what was wrong with the file. */
export const importAnnotations: OrchestrationHandler = function* ({ df }) {
  const { id, pauseMs } = df.getInput<ImportTask>()
  try {
    yield df.callActivityWithRetry('take-annotations', retries(pauseMs), { id })
    return 'ended'
  } catch (error) {
    yield df.callActivityWithRetry('fail-import', retries(pauseMs), { id, problem: messageOf(error) })
    return 'failed'
  }
}
