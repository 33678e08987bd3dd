import type { OrchestrationHandler } from 'durable-functions'
import type { Id } from '../../shared/domain/ids.ts'
import { messageOf } from './failure.ts'
import { retries } from './retries.ts'

// Replayed from the top after every step: no clock, no random, no I/O in this file.

export interface ExportTask {
  readonly id: Id
  readonly pauseMs?: number
}

/** Writes an export and reads it back. The row says how it stands; what the row could not be told is in the engine's own status. */
export const exportDataset: OrchestrationHandler = function* ({ df }) {
  const { id, pauseMs } = df.getInput<ExportTask>()
  try {
    yield df.callActivityWithRetry('write-export', retries(pauseMs), { id })
    yield df.callActivityWithRetry('check-export', retries(pauseMs), { id })
    return 'ready'
  } catch (error) {
    yield df.callActivityWithRetry('fail-export', retries(pauseMs), { id, problem: messageOf(error) })
    return 'failed'
  }
}
