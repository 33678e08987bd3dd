import type { DatasetExport } from '../domain/dataset.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Ports } from '../ports.ts'

const maxRounds = 20

/**
 * Changes the row of an export, whatever happened to it meanwhile. `change` answers undefined where nothing is to be
 * changed any more: an attempt that the engine thought dead must not take back what its successor wrote.
 *
 * @throws Fault `not-found`
 */
export async function advanceExport(
  { exports }: Pick<Ports, 'exports'>,
  id: Id,
  change: (job: DatasetExport) => Partial<DatasetExport> | undefined,
): Promise<DatasetExport> {
  for (let round = 0; round < maxRounds; round++) {
    const stored = await exports.find(id)
    if (stored === undefined) throw new Fault('not-found', `There is no export ${id}.`)
    const fields = change(stored.value)
    if (fields === undefined) return stored.value
    const next = { ...stored.value, ...fields }
    try {
      await exports.save(next, stored.version)
      return next
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'night-changed')) throw error
    }
  }
  throw new Fault('night-changed', `Lost ${maxRounds} rounds.`)
}

/** Notes why an export cannot be had. Asking for it again starts anew. */
export async function failExport(ports: Pick<Ports, 'exports'>, { id, problem }: { id: Id; problem: string }): Promise<void> {
  await advanceExport(ports, id, ({ state }) => (state === 'ready' ? undefined : { state: 'failed', problem: problem.slice(0, 500) }))
}
