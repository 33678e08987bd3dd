import type { HistoryEvent } from '../history-events.ts'
import type { InstanceRow } from '../store/instance-rows.ts'
import type { Plan } from './plan.ts'
import type { Answer } from './read-answer.ts'

/** One step of an orchestration, replayed and not yet recorded. */
export interface Step {
  readonly instance: InstanceRow
  readonly plan: Plan
  readonly now: number
  /** What this step has taken in, OrchestratorStarted first. */
  readonly events: readonly HistoryEvent[]
  readonly answer: Answer
  /** Numbers of the messages that it has taken in. */
  readonly consumed: readonly number[]
}

export const newExecutionId = (): string => crypto.randomUUID().replaceAll('-', '')

export const jsonText = (value: unknown): string => JSON.stringify(value) ?? 'null'
