import type { TimerHandler } from '@azure/functions'
import { retainHealthHistory } from '../../shared/operations/retain-health-history.ts'
import type { Ports } from '../../shared/ports.ts'

/** Every hour: health messages that are older than rollouts look back. */
export function serveRetainHealthHistory(ports: Ports): TimerHandler {
  return async (_, context) => {
    const removed = await retainHealthHistory(ports)
    if (removed > 0) context.log(`${removed} old health messages were removed.`)
  }
}
