import type { TimerHandler } from '@azure/functions'
import { checkClock } from '../../shared/operations/check-clock.ts'
import type { Ports } from '../../shared/ports.ts'

/** Every five minutes: an error in the log, for which the operator has an alarm, while this host's clock is wrong. */
export function serveWatchClock(ports: Ports): TimerHandler {
  return async (_, context) => {
    const { state, aheadMs } = await checkClock(ports)
    if (state === 'degraded')
      context.error(`The clock of this host is wrong: ${Math.round(aheadMs / 1000)} s ahead of the storage service.`)
  }
}
