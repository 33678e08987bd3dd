import { eventType, type HistoryEvent } from '../history-events.ts'
import type { Leaf } from './actions.ts'
import { followUp, type TimerLimits } from './follow-up.ts'
import { openTask } from './open-task.ts'
import { emptyPlan, extendPlan, type Plan } from './plan.ts'

/**
 * Works out the plan of a history that was cut short, from the actions that its orchestrator lists on replay: step by step,
 * each leaf belongs to the step whose sequence numbers it has. Waits without a number at the end may be left out; they
 * come again as new ones and cost nothing.
 */
export function rebuildPlan(history: readonly HistoryEvent[], leaves: readonly Leaf[], limits: TimerLimits): Plan {
  const plan = emptyPlan()
  for (const step of stepsOf(history)) {
    const now = Date.parse(step[0]?.Timestamp ?? '')
    for (const event of step) followUp(event, plan, (leaf) => leaves[leaf]!.action, now, limits)
    const end = Math.max(...step.map(({ EventId }) => EventId)) + 1
    let count = plan.labels.length
    for (let id = plan.nextId; id < end && count < leaves.length; count++) id += leaves[count]!.idCount
    for (const leaf of extendPlan(plan, leaves.slice(0, count))) {
      const task = openTask(leaf, now, limits)
      if (task !== undefined) plan.open[leaf.id] = task
    }
  }
  return plan
}

/** Each begins with OrchestratorStarted. */
export function stepsOf(history: readonly HistoryEvent[]): HistoryEvent[][] {
  const steps: HistoryEvent[][] = []
  for (const event of history) {
    if (event.EventType === eventType.orchestratorStarted) steps.push([])
    steps.at(-1)?.push(event)
  }
  return steps
}
