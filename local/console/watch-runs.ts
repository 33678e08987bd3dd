import type { TrainingRun } from '../../shared/domain/training-run.ts'
import type { Api } from './api.ts'
import type { Watch } from './look-again.ts'
import { watchRows } from './watch-rows.ts'

/** Tells how training gets on, whoever started it: a line for each state, and for each tenth of the steps. */
export function watchRuns(api: Api, onEvent: (line: string) => void): Watch {
  const isOver = ({ state }: TrainingRun) => state === 'completed' || state === 'failed' || state === 'cancelled'
  return watchRows<TrainingRun>(api, { path: 'runs', idOf: ({ id }) => id, describe: describeRun, stageOf, isOver }, onEvent)
}

function stageOf({ state, progress: { step, steps } }: TrainingRun): string {
  return state === 'running' ? `running ${Math.floor((10 * step) / Math.max(1, steps))}` : state
}

/** How a run is going, or how it went, in one line. */
export function describeRun({ id, site, number, state, dataset, progress, model, problem }: TrainingRun): string | undefined {
  const run = `run ${number} of ${site} (${id})`
  switch (state) {
    case 'waiting':
      return undefined
    case 'validating':
      return `${run}: looking whether dataset ${dataset} can teach`
    case 'caching':
      return `${run}: copying the dataset to the trainer`
    case 'queued':
      return `${run}: waiting for the trainer`
    case 'running':
      return `${run}: ${describeProgress(progress)}`
    case 'evaluating':
      return `${run}: trained${scoreOf(progress)}; held against the champion`
    case 'completed':
      return `${run} is completed: model ${model?.name} ${model?.version}${scoreOf(progress)}`
    case 'failed':
    case 'cancelled':
      return `${run} is ${state}: ${problem ?? 'for no reason that is known'}`
  }
}

function describeProgress(progress: TrainingRun['progress']): string {
  const { step, steps, secondsLeft } = progress
  if (steps === 0) return 'training begins'
  const left = secondsLeft === undefined ? '' : `, about ${Math.ceil(secondsLeft)} s left`
  return `step ${step} of ${steps}${scoreOf(progress)}${left}`
}

function scoreOf({ score }: TrainingRun['progress']): string {
  return score === undefined ? '' : `, score ${score.toFixed(2)}`
}
