import type { TimerHandler } from '@azure/functions'
import { watchCompliance } from '../../shared/operations/watch-compliance.ts'
import type { Ports } from '../../shared/ports.ts'

/** Every minute: wakes the filter for what was handed over and not judged, and counts what was. */
export function serveWatchCompliance(ports: Ports): TimerHandler {
  return async (_, context) => {
    for (const { site, overdue, error } of await watchCompliance(ports)) {
      if (overdue > 0) context.warn(`${overdue} items of ${site} were waiting for the compliance filter.`)
      if (error !== undefined) context.error(`The compliance of ${site} could not be looked after.`, error)
    }
  }
}
