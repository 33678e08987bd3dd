import type { EventGridHandler } from '@azure/functions'
import { z } from 'zod'
import { parseRunId } from '../../shared/domain/run-id.ts'
import type { Ports } from '../../shared/ports.ts'
import { withOrchestrations } from '../night/with-orchestrations.ts'

/**
 * What a workspace tells of its jobs: `Microsoft.MachineLearningServices.RunCompleted` and `RunStatusChanged`. Events come
 * several times and in any order, and those of AutoML's trials come too, under names of their own.
 */
const RunEvent = z.object({ eventType: z.string().regex(/\.Run(Completed|StatusChanged)$/i), data: z.object({ runId: z.string() }) })

/** Wakes the orchestration of a run; it looks for itself at what has become of the job. */
export function serveRunChanged(ports: Ports): EventGridHandler {
  return async (event, context) => {
    const { data: told } = RunEvent.safeParse(event)
    if (told === undefined || parseRunId(told.data.runId) === undefined) return
    await withOrchestrations(ports, context).orchestrations.wake(told.data.runId, 'run-changed')
  }
}
