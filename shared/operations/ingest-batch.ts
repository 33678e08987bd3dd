import { crashPoint } from '../crash-point.ts'
import type { SchemaUpgrades } from '../domain/decide-event.ts'
import type { ReceivedEvent } from '../domain/received-event.ts'
import type { Ports } from '../ports.ts'
import { reportIntake } from './report-intake.ts'
import { type Intake, takeIn } from './take-in.ts'

/**
 * Takes a batch of the hub in. The hub's position moves on when this returns, whatever became of the events, so nothing
 * may be left that lies nowhere: what could not be stored is spilled to a place of its own, which a timer replays.
 *
 * @throws when even that failed: then the position must not move
 */
export async function ingestBatch(ports: Ports, events: readonly ReceivedEvent[], schemas?: SchemaUpgrades): Promise<Intake> {
  const from = ports.clock()
  const intake = await takeIn(ports, events, schemas)
  if (intake.failed.length > 0) await ports.spill.put(intake.failed.map(({ event }) => event))
  crashPoint('ingest-done')
  reportIntake(ports, intake, from)
  return intake
}
