import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { isOver } from '../domain/run-state.ts'
import type { TrainingRun } from '../domain/training-run.ts'
import type { Ports } from '../ports.ts'

export interface RunTask {
  readonly site: Id
  /** Id of the run. */
  readonly run: string
}

const maxRounds = 20

/**
 * Changes a run that is not over, looking at it again when somebody else was faster.
 *
 * @param change What is to be different; undefined = nothing
 * @returns the run as it is then
 * @throws Fault `not-found`
 */
export async function advanceRun(
  { runs }: Pick<Ports, 'runs'>,
  { site, run: id }: RunTask,
  change: (run: TrainingRun) => Partial<TrainingRun> | undefined,
): Promise<TrainingRun> {
  for (let round = 1; ; round++) {
    const found = await runs.find(site, id)
    if (found === undefined) throw new Fault('not-found', `There is no run ${id}.`)
    const changed = isOver(found.value) ? undefined : change(found.value)
    if (changed === undefined) return found.value
    const next = { ...found.value, ...changed }
    try {
      await runs.save(next, found.version)
      return next
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'run-changed') || round === maxRounds) throw error
    }
  }
}

/** @throws Fault `not-found` */
export async function findRun({ runs }: Pick<Ports, 'runs'>, { site, run: id }: RunTask): Promise<TrainingRun> {
  const found = await runs.find(site, id)
  if (found === undefined) throw new Fault('not-found', `There is no run ${id}.`)
  return found.value
}
