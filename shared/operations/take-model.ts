import { crashPoint } from '../crash-point.ts'
import type { RegisteredModel } from '../domain/registered-model.ts'
import { modelFolder } from '../domain/training-job.ts'
import type { RunState } from '../domain/training-run.ts'
import type { Ports } from '../ports.ts'
import { advanceRun, findRun, type RunTask } from './advance-run.ts'

export type TakeInModel = (task: RunTask) => Promise<RegisteredModel>

/** Takes what the trainer made into the register, ours and the workspace's. */
export async function takeModel(ports: Pick<Ports, 'runs' | 'trainer'>, task: RunTask, takeIn: TakeInModel): Promise<RunState> {
  const { state } = await findRun(ports, task)
  if (state !== 'evaluating') return state
  const model = await takeIn(task)
  crashPoint('model-taken')
  await ports.trainer.registerModel(model, modelFolder(task.run))
  const { name, version, digest } = model
  return (await advanceRun(ports, task, () => ({ model: { name, version, digest } }))).state
}
