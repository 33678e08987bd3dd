import { Fault } from '../domain/faults.ts'
import type { Ports } from '../ports.ts'
import { quarantineEvent } from './quarantine-event.ts'
import { takeIn } from './take-in.ts'

const batchesAtOnce = 50

/**
 * Takes in what ingest had to put aside, oldest first. What fails again, and not because storage does not answer, is
 * quarantined: nothing that we know would cure it.
 *
 * @returns the number of events that are no longer waiting
 */
export async function replaySpill(ports: Ports): Promise<number> {
  let count = 0
  for (const name of await ports.spill.list(batchesAtOnce)) {
    const events = await ports.spill.read(name)
    if (events === undefined) continue
    const { failed } = await takeIn(ports, events)
    const waiting = failed.filter(({ error }) => error instanceof Fault && error.kind === 'unavailable')
    // Storage is still away: asking it for the next batches would only keep it busy.
    if (waiting.length > 0) return count
    for (const { event, error } of failed) await quarantineEvent(ports, event, 'unstorable', String(error).slice(0, 500))
    await ports.spill.remove(name)
    count += events.length
  }
  return count
}
