import type { TimerHandler } from '@azure/functions'
import { watchReleases } from '../../shared/operations/watch-releases.ts'
import type { Ports } from '../../shared/ports.ts'
import { withOrchestrations } from '../night/with-orchestrations.ts'

/** Every minute, also after a start: releases whose start was lost, and those that wait for the end of another rollout. */
export function serveWatchReleases(ports: Ports): TimerHandler {
  return async (_, context) => {
    for (const { site, touched, error } of await watchReleases(withOrchestrations(ports, context))) {
      if (touched.length > 0) context.log(`Releases of ${site} go on: ${touched.join(', ')}.`)
      if (error !== undefined) context.error(`The releases of ${site} could not be looked after.`, error)
    }
  }
}
