import { checkTrainingData } from '../domain/check-training-data.ts'
import { DatasetQuality } from '../domain/dataset-quality.ts'
import { isBefore } from '../domain/run-state.ts'
import type { RunState, TrainingRun } from '../domain/training-run.ts'
import type { Ports } from '../ports.ts'
import { advanceRun, findRun, type RunTask } from './advance-run.ts'

/**
 * Looks whether a model may be made of the dataset. Where not, the run has failed and says every reason. It is the first
 * step, so the start goes on the audit chain here: whoever wrote the row may have died the moment after.
 */
export async function validateRun(ports: Pick<Ports, 'runs' | 'datasets' | 'audit' | 'clock'>, task: RunTask): Promise<RunState> {
  const { runs, datasets, clock } = ports
  const run = await findRun(ports, task)
  if (run.state === 'waiting') await recordStart(ports, run)
  const { dataset } = await advanceRun(ports, task, (run) => (isBefore(run, 'validating') ? { state: 'validating' } : undefined))
  const header = await datasets.header(dataset)
  const report = await datasets.file(dataset, 'quality.json')
  const { value: policy } = await runs.policy(task.site)
  const quality = report === undefined ? undefined : DatasetQuality.parse(JSON.parse(report))
  const reasons = header === undefined ? [`Dataset ${dataset} is gone.`] : checkTrainingData(header, quality, policy)
  if (reasons.length === 0) return (await advanceRun(ports, task, () => undefined)).state
  const problem = reasons.join(' ').slice(0, 1000)
  const endedAt = clock().toISOString()
  return (await advanceRun(ports, task, (run) => (isBefore(run, 'caching') ? { state: 'failed', endedAt, problem } : undefined))).state
}

function recordStart({ audit }: Pick<Ports, 'audit'>, run: TrainingRun): Promise<void> {
  const { id, site, dataset, number, reason, startedBy, commit, createdAt } = run
  return audit.append(site, {
    at: createdAt,
    who: startedBy === 'timer' ? 'system' : startedBy,
    action: 'run-started',
    subject: `run/${id}`,
    detail: { dataset, number, reason, ...(commit !== undefined && { commit }) },
  })
}
