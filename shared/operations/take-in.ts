import { crashPoint } from '../crash-point.ts'
import { type AcceptedEvent, decideEvent, knownSchemas, type SchemaUpgrades } from '../domain/decide-event.ts'
import type { Device } from '../domain/fleet.ts'
import type { ReceivedEvent } from '../domain/received-event.ts'
import type { Ports } from '../ports.ts'
import { quarantineEvent } from './quarantine-event.ts'
import { type Step, storingSteps } from './storing-steps.ts'

export interface Intake {
  /** What was stored. */
  readonly accepted: readonly AcceptedEvent[]
  readonly quarantined: number
  /** Fields that no schema knows, left out of what was stored. */
  readonly droppedFields: number
  /** What could not be stored now. */
  readonly failed: readonly FailedEvent[]
}

export interface FailedEvent {
  readonly event: ReceivedEvent
  readonly error: unknown
}

/**
 * Stores what is good of a batch and quarantines the rest; one event's fate never touches another's. Taking the same
 * events in again, in any order, changes nothing.
 */
export async function takeIn(ports: Ports, events: readonly ReceivedEvent[], schemas: SchemaUpgrades = knownSchemas): Promise<Intake> {
  const { devices, failed: unknown } = await findDevices(ports, events)
  const known = events.filter((event) => !unknown.has(event.device))
  const decided = known.map((event) => ({ event, decision: decideEvent(event, devices.get(event.device), schemas) }))
  crashPoint('ingest-decided')

  const poison = decided.flatMap(({ event, decision }) => (decision.kind === 'poison' ? [{ event, ...decision }] : []))
  const accepted = decided.flatMap(({ event, decision }) => (decision.kind === 'accepted' ? [{ received: event, ...decision }] : []))
  const failed = new Map(events.filter((event) => unknown.has(event.device)).map((event) => [event, unknown.get(event.device)]))
  await runAll(failed, [
    ...poison.map(({ event, reason, detail }) => ({ events: [event], run: () => quarantineEvent(ports, event, reason, detail) })),
    ...storingSteps(
      ports,
      accepted.map(({ received, event }) => ({ received, event })),
    ),
    { events: known, run: () => ports.archive.append(known) },
  ])
  crashPoint('ingest-stored')
  return {
    accepted: accepted.flatMap(({ received, event }) => (failed.has(received) ? [] : event)),
    quarantined: poison.filter(({ event }) => !failed.has(event)).length,
    droppedFields: accepted.reduce((sum, { droppedFields }) => sum + droppedFields, 0),
    failed: [...failed].map(([event, error]) => ({ event, error })),
  }
}

async function runAll(failed: Map<ReceivedEvent, unknown>, steps: readonly Step[]): Promise<void> {
  await Promise.all(
    steps.map(async ({ events, run }) => {
      try {
        await run()
      } catch (error) {
        for (const event of events) failed.set(event, error)
      }
    }),
  )
}

/** By the hub's stamp. Devices that could not be looked up come back with the error. */
async function findDevices(ports: Ports, events: readonly ReceivedEvent[]) {
  const devices = new Map<string | undefined, Device | undefined>()
  const failed = new Map<string | undefined, unknown>()
  const names = new Set(events.map(({ device }) => device))
  await Promise.all(
    [...names].map(async (name) => {
      try {
        if (name !== undefined) devices.set(name, await ports.devices.find(name))
      } catch (error) {
        failed.set(name, error)
      }
    }),
  )
  return { devices, failed }
}
