import type { TimerHandler } from '@azure/functions'
import { watchApprovals } from '../../shared/operations/watch-approvals.ts'
import type { Ports } from '../../shared/ports.ts'
import { withOrchestrations } from '../night/with-orchestrations.ts'

/** Every minute: questions that have run out, e-mails that did not get out, and answers whose process died. */
export function serveWatchApprovals(ports: Ports): TimerHandler {
  return async (_, context) => {
    for (const { approval, outcome, error } of await watchApprovals(withOrchestrations(ports, context))) {
      if (error !== undefined) context.error(`Approval ${approval} could not be looked after.`, error)
      else context.log(`Approval ${approval} was ${outcome}.`)
    }
  }
}
