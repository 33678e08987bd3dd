import { crashPoint } from '../crash-point.ts'
import type { DatasetVersion } from '../domain/dataset.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { runId } from '../domain/run-id.ts'
import { noRunProgress } from '../domain/run-progress.ts'
import { isOver } from '../domain/run-state.ts'
import type { TrainingRun } from '../domain/training-run.ts'
import type { Ports } from '../ports.ts'

export interface RetrainingRequest {
  readonly site: Id
  /** The newest of the site where none is given. */
  readonly dataset?: DatasetVersion | undefined
  readonly reason: TrainingRun['reason']
  /** Id of the person, or `timer`. */
  readonly startedBy: string
  /** Another attempt on a dataset whose run is over. */
  readonly again?: boolean | undefined
  /** Of the trainer's code. */
  readonly commit?: string | undefined
}

export type StartRunPorts = Pick<Ports, 'runs' | 'datasets' | 'orchestrations' | 'clock'>

const maxRounds = 50

/**
 * Starts a training run for a dataset. The row decides: of many starts at once one writes it, and all of them answer
 * with it. A start that dies between the row and the engine is made up for by the next, and by the timer.
 *
 * @throws Fault `not-found` without such a dataset, `run-active` for another attempt while one is under way
 */
export async function startRetraining(ports: StartRunPorts, request: RetrainingRequest): Promise<TrainingRun> {
  const { commit } = request
  if (commit !== undefined && !/^[\w.-]{1,64}$/.test(commit))
    throw new Fault('input-invalid', 'commit: must be letters, digits, _, . and -.')
  const run = await claimRun(ports, request, await datasetOf(ports, request))
  crashPoint('run-claimed')
  if (!isOver(run)) await ports.orchestrations.start('retraining', run.id, { site: run.site, run: run.id })
  return run
}

async function datasetOf({ datasets }: StartRunPorts, { site, dataset }: RetrainingRequest): Promise<DatasetVersion> {
  if (dataset === undefined) {
    const [newest] = (await datasets.list({ sites: [site], limit: 1 })).items
    if (newest === undefined) throw new Fault('not-found', `Site ${site} has no dataset yet.`)
    return newest.version
  }
  const entry = await datasets.find(dataset)
  if (entry?.site !== site) throw new Fault('not-found', `Site ${site} has no dataset ${dataset}.`)
  return dataset
}

/** Inserts the row of the run, or finds the one that is there already. */
async function claimRun(
  { runs, clock }: StartRunPorts,
  { site, reason, startedBy, again = false, commit }: RetrainingRequest,
  dataset: DatasetVersion,
): Promise<TrainingRun> {
  for (let round = 0; round < maxRounds; round++) {
    const last = (await runs.ofDataset(site, dataset))?.value
    if (last !== undefined && !again) return last
    if (last !== undefined && !isOver(last)) throw new Fault('run-active', `Run ${last.id} is ${last.state}.`)
    const attempt = (last?.attempt ?? 0) + 1
    const number = ((await runs.newest(site))?.number ?? 0) + 1
    const run: TrainingRun = {
      ...{ id: runId({ dataset, attempt }), site, dataset, number, attempt, reason, startedBy },
      ...(commit !== undefined && { commit }),
      ...{ state: 'waiting', createdAt: clock().toISOString(), progress: noRunProgress },
    }
    try {
      await runs.save(run, undefined)
      return run
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'run-changed')) throw error
    }
  }
  throw new Fault('run-changed', `Lost ${maxRounds} rounds.`)
}
