import { crashPoint } from '../crash-point.ts'
import { isBefore } from '../domain/run-state.ts'
import { trainingJob } from '../domain/training-job.ts'
import type { RunState } from '../domain/training-run.ts'
import type { Ports } from '../ports.ts'
import { advanceRun, findRun, type RunTask } from './advance-run.ts'

/** Has the workspace train. The job is named like the run, so that a second attempt finds the first one's job. */
export async function submitRun(ports: Pick<Ports, 'runs' | 'trainer' | 'clock'>, task: RunTask): Promise<RunState> {
  const { runs, trainer, clock } = ports
  const run = await findRun(ports, task)
  if (!isBefore(run, 'queued')) return run.state
  const at = clock().toISOString()
  if (run.cancelRequestedBy !== undefined && (await trainer.find(run.id)) === undefined) {
    return (await advanceRun(ports, task, () => ({ state: 'cancelled', endedAt: at }))).state
  }
  await trainer.submit(trainingJob(run, (await runs.policy(task.site)).value))
  crashPoint('job-submitted')
  const submitted = { state: 'queued', submittedAt: at, movedAt: at } as const
  return (await advanceRun(ports, task, (run) => (isBefore(run, 'queued') ? submitted : undefined))).state
}
