import type { Engine } from '../engine.ts'

import type { WorkRow } from '../store/queue-rows.ts'
import { runActivity } from './run-activity.ts'
import { runHttpCall } from './run-http-call.ts'

/**
 * Runs an activity or an HTTP call and records its result. Until that is recorded the row stays, so what a kill cut off is
 * run again: at least once, as in Azure.
 */
export async function runWork(engine: Engine, work: WorkRow): Promise<void> {
  const { store } = engine
  const result = work.kind === 'http' ? await runHttpCall(work, engine.host.stopping) : await runActivity(engine, work)
  if (result === undefined) return
  await store.transaction('result', () => {
    // Gone when its orchestration was removed meanwhile.
    if (store.queues.removeWork(work.seq)) store.queues.send(work.instance, work.execution, { ...result, TaskScheduledId: work.task })
  })
  engine.wake()
}
