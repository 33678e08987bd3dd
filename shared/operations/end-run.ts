import { Fault } from '../domain/faults.ts'
import type { RunState, TrainingRun } from '../domain/training-run.ts'
import type { Ports } from '../ports.ts'
import { advanceRun, findRun, type RunTask } from './advance-run.ts'

export type EndPorts = Pick<Ports, 'runs' | 'clock' | 'trainer'>

/**
 * Ends a run that came to nothing. A job that may still be there is cancelled first: once the run is over another may
 * begin, and two must never train at once.
 */
export async function failRun(ports: EndPorts, task: RunTask, problem: string): Promise<RunState> {
  const { state } = await findRun(ports, task)
  if (state === 'caching' || state === 'queued' || state === 'running') await ports.trainer.cancel(task.run)
  const endedAt = ports.clock().toISOString()
  return (await advanceRun(ports, task, (run) => ({ ...endOf(run), endedAt, problem: problem.slice(0, 1000) }))).state
}

function endOf({ cancelRequestedBy }: TrainingRun): { state: RunState } {
  return { state: cancelRequestedBy === undefined ? 'failed' : 'cancelled' }
}

/** Trying again changes nothing about what is wrong with a dataset, a model or the policy: the run says so at once. */
export async function failingWhatIsInvalid(ports: EndPorts, task: RunTask, work: () => Promise<RunState>): Promise<RunState> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Fault && (error.kind === 'invalid' || error.code === 'model-revoked'))) throw error
    return failRun(ports, task, error.message)
  }
}
