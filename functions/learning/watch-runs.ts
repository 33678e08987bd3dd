import type { TimerHandler } from '@azure/functions'
import { watchRuns } from '../../shared/operations/watch-runs.ts'
import type { Ports } from '../../shared/ports.ts'
import { withOrchestrations } from '../night/with-orchestrations.ts'

/** Every minute: training runs that nobody follows any more, and those that a site's policy starts by itself. */
export function serveWatchRuns(ports: Ports): TimerHandler {
  return async (_, context) => {
    for (const { site, started, ended = [], error } of await watchRuns(withOrchestrations(ports, context))) {
      if (started !== undefined) context.log(`Run ${started} has been started.`)
      for (const run of ended) context.error(`Run ${run} had no orchestration any more and has been ended.`)
      if (error !== undefined) context.error(`The runs of ${site} could not be looked after.`, error)
    }
  }
}
