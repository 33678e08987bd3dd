import type { TimerHandler } from '@azure/functions'
import { watchNights } from '../../shared/operations/watch-nights.ts'
import type { Ports } from '../../shared/ports.ts'
import { withOrchestrations } from './with-orchestrations.ts'

/** Every five minutes, also after a start: the nights that are due, wherever the clock on a site's wall says so. */
export function serveNightsDue(ports: Ports): TimerHandler {
  return async (_, context) => {
    for (const { site, started, error } of await watchNights(withOrchestrations(ports, context))) {
      if (started !== undefined) context.log(`Night ${started} has been started.`)
      if (error !== undefined) context.error(`The nights of ${site} could not be looked after.`, error)
    }
  }
}
