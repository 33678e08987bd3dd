import type { SchemaUpgrades } from '../domain/decide-event.ts'
import type { Ports } from '../ports.ts'
import { takeIn } from './take-in.ts'

export interface QuarantineReplay {
  readonly stored: number
  /** Still not taken: they stay where they are. */
  readonly refused: number
}

/** Takes quarantined events up again, after an update of the cloud side that knows their schema, or of the device register. */
export async function replayQuarantine(ports: Ports, ids: readonly string[], schemas?: SchemaUpgrades): Promise<QuarantineReplay> {
  let stored = 0
  for (const id of ids) {
    const found = await ports.quarantine.find(id)
    if (found === undefined) continue
    const intake = await takeIn(ports, [found.event], schemas)
    if (intake.failed[0] !== undefined) throw intake.failed[0].error
    if (intake.accepted.length === 0) continue
    await ports.quarantine.markReplayed(id, ports.clock().toISOString())
    stored++
  }
  return { stored, refused: ids.length - stored }
}
