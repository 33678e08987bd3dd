import type { Principal } from '../domain/person.ts'
import { isBefore } from '../domain/run-state.ts'
import type { TrainingRun } from '../domain/training-run.ts'
import type { Ports } from '../ports.ts'
import { advanceRun, type RunTask } from './advance-run.ts'
import { requireSite } from './visible-sites.ts'

/**
 * Asks for a run to end. The row says so; the run ends when its job has. One whose model is being compared already is
 * not stopped any more: that is a matter of minutes and costs nothing.
 *
 * @throws Fault `not-found`
 */
export async function cancelRun(
  ports: Pick<Ports, 'runs' | 'orchestrations' | 'audit' | 'clock'>,
  person: Principal,
  task: RunTask,
): Promise<TrainingRun> {
  requireSite(person, task.site)
  const isMine = (run: TrainingRun) => run.cancelRequestedBy === undefined && isBefore(run, 'evaluating')
  let isAsked = false
  const run = await advanceRun(ports, task, (run) => {
    isAsked = isMine(run)
    return isAsked ? { cancelRequestedBy: person.id } : undefined
  })
  if (!isAsked) return run
  const { id, site, state } = run
  await ports.audit.append(site, {
    ...{ at: ports.clock().toISOString(), who: person.id, action: 'run-cancelled', subject: `run/${id}` },
    detail: { state },
  })
  await ports.orchestrations.wake(id, 'run-changed')
  return run
}
