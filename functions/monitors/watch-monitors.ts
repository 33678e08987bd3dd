import type { TimerHandler } from '@azure/functions'
import { watchMonitors } from '../../shared/operations/monitors/watch-monitors.ts'
import type { Ports } from '../../shared/ports.ts'
import { withOrchestrations } from '../night/with-orchestrations.ts'

/** Every minute: what is wrong with the plants or the service, who is told, and what is done about it. */
export function serveWatchMonitors(ports: Ports): TimerHandler {
  return async (_, context) => {
    for (const { site, opened, cleared, failures } of await watchMonitors(withOrchestrations(ports, context))) {
      for (const what of opened) context.warn(`Notice at ${site}: ${what}.`)
      for (const what of cleared) context.log(`Notice at ${site} is over: ${what}.`)
      for (const { what, error } of failures) context.error(`Monitors: ${what} at ${site} could not be looked after.`, error)
    }
  }
}
