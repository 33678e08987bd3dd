import type { Evaluation } from '../domain/evaluation.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { RunState } from '../domain/training-run.ts'
import type { Ports } from '../ports.ts'
import { advanceRun, findRun, type RunTask } from './advance-run.ts'

export type CompareModel = (model: { site: Id; name: Id; version: string }) => Promise<Evaluation>

/** Compares the run's model with the champion. */
export async function evaluateRun(ports: Pick<Ports, 'runs'>, task: RunTask, compare: CompareModel): Promise<RunState> {
  const { state, model, site } = await findRun(ports, task)
  if (state !== 'evaluating') return state
  if (model === undefined) throw new Fault('not-found', `Run ${task.run} has no model yet.`)
  const { digest } = await compare({ site, name: model.name, version: model.version })
  return (await advanceRun(ports, task, () => ({ evaluation: digest }))).state
}
