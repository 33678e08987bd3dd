import type { TimerHandler } from '@azure/functions'
import { checkAlerts } from '../../shared/operations/check-alerts.ts'
import type { Ports } from '../../shared/ports.ts'

/** Every minute: an error in the log, for which the operator has an alarm, while alerts do not get out. */
export function serveWatchAlerts(ports: Ports): TimerHandler {
  return async (_, context) => {
    const { state, overdue, oldestDueAt } = await checkAlerts(ports)
    if (state === 'degraded') context.error(`Alerts do not get out: ${overdue} are overdue, the oldest since ${oldestDueAt}`)
  }
}
