import { type RunState, runStates, type TrainingRun } from './training-run.ts'

const ended: ReadonlySet<RunState> = new Set(['completed', 'failed', 'cancelled'])

/** Nothing changes a run any more that is over. */
export function isOver({ state }: Pick<TrainingRun, 'state'>): boolean {
  return ended.has(state)
}

/** Whether a run that is under way has not come to this state yet: it only goes forward, whichever step is repeated late. */
export function isBefore({ state }: Pick<TrainingRun, 'state'>, later: RunState): boolean {
  return !ended.has(state) && runStates.indexOf(state) < runStates.indexOf(later)
}
