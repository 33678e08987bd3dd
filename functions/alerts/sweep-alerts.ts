import type { TimerHandler } from '@azure/functions'
import { sweepAlerts } from '../../shared/operations/sweep-alerts.ts'
import type { Ports } from '../../shared/ports.ts'

/** Every 20 seconds, so that with a claim of 60 an alert of a dispatcher that died is sent within 90. */
export function serveSweepAlerts(ports: Ports): TimerHandler {
  return async (_, context) => {
    const outcomes = Object.entries(await sweepAlerts(ports))
    for (const [alert, outcome] of outcomes) context.warn(`Alert ${alert} was left behind, now: ${outcome}`)
  }
}
