import type { TimerHandler } from '@azure/functions'
import { replaySpill } from '../../shared/operations/replay-spill.ts'
import type { Ports } from '../../shared/ports.ts'

/** Every minute: takes in what ingest had to put aside while storage did not answer. */
export function serveReplaySpill(ports: Ports): TimerHandler {
  return async (_, context) => {
    const count = await replaySpill(ports)
    if (count > 0) context.log(`${count} spilled events taken in`)
  }
}
