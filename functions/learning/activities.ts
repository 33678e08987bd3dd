import { z } from 'zod'
import { Id } from '../../shared/domain/ids.ts'
import type { RunState } from '../../shared/domain/training-run.ts'
import { TrainingRunId } from '../../shared/domain/training-run.ts'
import type { RunTask } from '../../shared/operations/advance-run.ts'
import { cacheDataset } from '../../shared/operations/cache-dataset.ts'
import { failingWhatIsInvalid, failRun } from '../../shared/operations/end-run.ts'
import { evaluateModel } from '../../shared/operations/evaluate-model.ts'
import { evaluateRun } from '../../shared/operations/evaluate-run.ts'
import { judgeModel } from '../../shared/operations/judge-model.ts'
import { pollRun } from '../../shared/operations/poll-run.ts'
import { submitRun } from '../../shared/operations/submit-run.ts'
import { takeInRunModel } from '../../shared/operations/take-in-run-model.ts'
import { takeModel } from '../../shared/operations/take-model.ts'
import { validateRun } from '../../shared/operations/validate-run.ts'
import type { Ports } from '../../shared/ports.ts'
import { type Activity, activity } from '../night/activity.ts'

const OfRun = z.strictObject({ site: Id, run: TrainingRunId })

/** A step of a run answers with the run's state. */
function step(name: string, run: (ports: Ports, task: RunTask) => Promise<RunState>): Activity {
  return activity({ name, input: OfRun, run: (ports, task) => failingWhatIsInvalid(ports, task, () => run(ports, task)) })
}

/** What the orchestration `retraining` does. */
export const learningActivities: readonly Activity[] = [
  step('validate-run', validateRun),
  step('cache-dataset', cacheDataset),
  step('submit-run', submitRun),
  step('poll-run', pollRun),
  step('take-model', (ports, task) => takeModel(ports, task, (of) => takeInRunModel(ports, of))),
  step('evaluate-run', (ports, task) => evaluateRun(ports, task, (model) => evaluateModel(ports, model))),
  step('judge-model', judgeModel),
  activity({
    name: 'fail-run',
    input: OfRun.extend({ problem: z.string().max(1000) }),
    run: (ports, { problem, ...task }) => failRun(ports, task, problem),
  }),
]
