import type { TimerHandler } from '@azure/functions'
import { updateInsights } from '../../shared/operations/update-insights.ts'
import type { Ports } from '../../shared/ports.ts'

/** Every minute: the days that something happened in. */
export function serveUpdateInsights(ports: Ports): TimerHandler {
  return async (_, context) => {
    for (const { site, days, error } of await updateInsights(ports)) {
      if (days.length > 0) context.log(`Insights of ${site} were worked out for ${days.join(', ')}.`)
      if (error !== undefined) context.error(`The insights of ${site} could not be looked after.`, error)
    }
  }
}
