import type { Engine } from '../engine.ts'
import { arrived, eventType, type FailureDetails, type HistoryEvent } from '../history-events.ts'
import type { InstanceRow } from '../store/instance-rows.ts'
import { type Action, actionType, type Leaf } from './actions.ts'
import { endInstance, giveBackLocks } from './end-instance.ts'
import { followUp } from './follow-up.ts'
import { isEnded } from './is-ended.ts'
import { emptyPlan, extendPlan, OrchestrationRefused, readActions } from './plan.ts'
import { statusText } from './read-answer.ts'
import { carryOut, carryOutFollowUp } from './schedule.ts'
import { jsonText, newExecutionId, type Step } from './step.ts'

/** Records a step of an orchestration as a whole: the new history, what it asks for, and that its messages are taken in. */
export async function recordStep(engine: Engine, step: Step): Promise<void> {
  const { store } = engine
  const { instance, now } = step
  const { id } = instance
  await store.transaction('step', () => {
    if (isReplaced(engine, instance)) return
    for (const seq of step.consumed) store.queues.removeMessage(seq)
    const Timestamp = new Date(now).toISOString()
    for (const event of step.events) store.history.append(id, instance.events++, { ...event, Timestamp })
    applyAnswer(engine, step)
    store.queues.clearReady(id)
    if (hasNews(engine, instance)) store.queues.setReady(id)
  })
  engine.wake()
}

/** Whether another instance of that id was put in its place while it ran. */
export const isReplaced = ({ store }: Engine, { id, execution }: InstanceRow): boolean => store.instances.get(id)?.execution !== execution

/** Whether there is something for its next step. One that is suspended or has ended takes nothing in. */
export function hasNews({ store }: Engine, instance: InstanceRow): boolean {
  if (instance.status === 'Pending') return true
  return instance.status === 'Suspended' ? false : !isEnded(instance) && store.queues.hasMessages(instance.id)
}

/** Ends an instance whose step could not be recorded. */
export async function recordFailure(engine: Engine, instance: InstanceRow, error: string): Promise<void> {
  const now = Math.max(Date.now(), instance.now)
  await engine.store.transaction('failure', () => {
    if (!isReplaced(engine, instance)) fail(engine, { instance, now }, error)
  })
  engine.wake()
}

function applyAnswer(engine: Engine, step: Step): void {
  const { instance, answer, now, plan } = step
  try {
    carryOutAnswer(engine, step)
  } catch (error) {
    if (!(error instanceof OrchestrationRefused)) throw error
    fail(engine, step, error.message)
    return
  }
  const again = answer.actions.find((action) => action.actionType === actionType.continueAsNew)
  if (answer.error !== undefined) fail(engine, step, answer.error, answer.failureDetails)
  else if (!answer.isDone) {
    engine.store.history.append(instance.id, instance.events++, completed(now))
    Object.assign(instance, { status: 'Running', now, updated: now, plan: JSON.stringify(plan) })
    engine.store.instances.put(instance)
  } else if (again !== undefined) continueAsNew(engine, step, again)
  else endInstance(engine, instance, 'Completed', jsonText(answer.output), now)
}

/** Throws `OrchestrationRefused`. */
function carryOutAnswer(engine: Engine, step: Step): void {
  const { instance, plan, answer, events, now } = step
  if (answer.isWithoutActions) return
  // Continued as new, it keeps its status until it sets another.
  const isFirst = instance.generation > 0 && plan.labels.length === 0
  const all = readActions(plan, answer.actions)
  const followUps = events.map((event) => followUp(event, plan, (leaf) => all[leaf]!.action, now, engine.limits))
  const added = extendPlan(plan, all)
  instance.customStatus = statusText(answer) ?? (isFirst ? instance.customStatus : null)
  for (const each of followUps) {
    if (each !== undefined) carryOutFollowUp(engine, step, each, 'leaf' in each ? all[each.leaf]?.action : undefined)
  }
  for (const leaf of added) carryOut(engine, step, leaf, lockBefore(all, leaf.index))
  cancelTimers(engine, step, all)
}

/** The release of a lock does not say which; there can be only one at a time. */
function lockBefore(leaves: readonly Leaf[], index: number): Action | undefined {
  return leaves.slice(0, index).findLast(({ action }) => action.actionType === actionType.lockEntities)?.action
}

function cancelTimers({ store }: Engine, { instance, plan }: Step, leaves: readonly Leaf[]): void {
  for (const [index, { action }] of leaves.entries()) {
    if (action.actionType !== actionType.createTimer || !action.isCanceled) continue
    const hop = Object.keys(plan.open).find((id) => plan.open[id]!.leaf === index)
    if (hop !== undefined) delete plan.open[hop]
    store.timers.cancel(instance.id, hop ?? String(plan.ids[index]))
  }
}

function fail(engine: Engine, { instance, now }: Pick<Step, 'instance' | 'now'>, error: string, details?: FailureDetails): void {
  const output = `Orchestrator function '${instance.name}' failed: ${error}`
  engine.host.log(`Orchestration '${instance.id}': ${output}`)
  endInstance(engine, instance, 'Failed', JSON.stringify(output), now, details)
}

/** The same id, a new execution: what arrived and was not waited for is gone, as in Azure; what is still on its way is not. */
function continueAsNew(engine: Engine, { instance, now }: Step, { input }: Action): void {
  const { store } = engine
  store.history.clear(instance.id)
  store.timers.clear(instance.id)
  giveBackLocks(engine, instance.id)
  Object.assign(instance, {
    execution: newExecutionId(),
    status: 'Pending',
    // A text comes as JSON already, anything else as it is.
    input: typeof input === 'string' ? input : jsonText(input),
    now,
    updated: now,
    generation: instance.generation + 1,
    events: 0,
    plan: JSON.stringify(emptyPlan()),
  })
  store.instances.put(instance)
}

const completed = (now: number): HistoryEvent => ({
  ...arrived(eventType.orchestratorCompleted, {}),
  Timestamp: new Date(now).toISOString(),
})
