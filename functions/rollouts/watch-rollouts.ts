import type { TimerHandler } from '@azure/functions'
import { watchRollouts } from '../../shared/operations/watch-rollouts.ts'
import type { Ports } from '../../shared/ports.ts'
import { withOrchestrations } from '../night/with-orchestrations.ts'

/** Every minute, also after a start: rollouts that nobody follows, and deployments of models that were revoked. */
export function serveWatchRollouts(ports: Ports): TimerHandler {
  return async (_, context) => {
    for (const { site, started, error } of await watchRollouts(withOrchestrations(ports, context))) {
      if (started !== undefined) context.log(`Rollout ${started} is followed again.`)
      if (error !== undefined) context.error(`The rollout of ${site} could not be looked after.`, error)
    }
  }
}
