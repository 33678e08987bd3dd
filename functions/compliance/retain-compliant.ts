import type { TimerHandler } from '@azure/functions'
import { retainCompliant } from '../../shared/operations/retain-compliant.ts'
import type { Ports } from '../../shared/ports.ts'

/** Every hour: removes what left and was kept for as long as its class says. */
export function serveRetainCompliant(ports: Ports): TimerHandler {
  return async (_, context) => {
    for (const { site, removed, held, error } of await retainCompliant(ports)) {
      if (removed + held > 0) context.log(`${removed} files that had left ${site} were removed, ${held} kept by a hold`)
      if (error !== undefined) context.error(`What left ${site} could not be looked after.`, error)
    }
  }
}
