import { crashPoint } from '../crash-point.ts'
import { Fault } from '../domain/faults.ts'
import { isOver } from '../domain/run-state.ts'
import type { RunState } from '../domain/training-run.ts'
import { advanceRun, findRun, type RunTask } from './advance-run.ts'
import { type RequestApprovalPorts, requestApproval } from './request-approval.ts'
import { refuseModel } from './set-model-state.ts'

/**
 * Does what follows from the comparison, and completes the run. A model that the gate finds worse is refused with the
 * gate's reason: nobody is asked about it. About any other, people are.
 */
export async function judgeModel(ports: RequestApprovalPorts, task: RunTask): Promise<RunState> {
  const run = await findRun(ports, task)
  if (isOver(run)) return run.state
  const { model, evaluation: digest, site } = run
  const evaluation = digest === undefined ? undefined : await ports.evaluations.find(digest)
  if (model === undefined || evaluation === undefined) throw new Fault('not-found', `Run ${run.id} has no comparison yet.`)
  const { verdict, reason } = evaluation.gate
  if (verdict === 'worse') await refuseModel(ports, { model }, reason.slice(0, 2000))
  else await requestApproval(ports, { site, model, evaluation: evaluation.digest })
  crashPoint('model-judged')
  return (await advanceRun(ports, task, () => ({ state: 'completed', endedAt: ports.clock().toISOString() }))).state
}
