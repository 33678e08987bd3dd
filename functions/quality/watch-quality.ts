import type { TimerHandler } from '@azure/functions'
import { watchQuality } from '../../shared/operations/watch-quality.ts'
import type { Ports } from '../../shared/ports.ts'

/** Every hour: what the hour before says of each site's models. */
export function serveWatchQuality(ports: Ports): TimerHandler {
  return async (_, context) => {
    for (const { id: site } of await ports.rosters.listSites()) {
      try {
        await watchQuality(ports, site, ports.clock())
      } catch (error) {
        // One site's trouble must not keep the others waiting.
        context.error(`The quality at ${site} could not be looked at.`, error)
      }
    }
  }
}
