import type { Engine } from '../engine.ts'
import { answeredId, eventType, type FailureDetails, type HistoryEvent } from '../history-events.ts'
import type { InstanceRow } from '../store/instance-rows.ts'
import { lostPlan } from './plan.ts'
import { stepsOf } from './rebuild-plan.ts'
import { startChild } from './start-instance.ts'

const isFailure = ({ EventType }: HistoryEvent) => EventType === eventType.taskFailed || EventType === eventType.subOrchestrationFailed
const isArrival = ({ EventType }: HistoryEvent) =>
  isFailure({ EventType } as HistoryEvent) ||
  EventType === eventType.taskCompleted ||
  EventType === eventType.subOrchestrationCompleted ||
  EventType === eventType.timerFired ||
  EventType === eventType.eventRaised

/**
 * Takes a failed instance back to before the failure that it did not survive, within a transaction, and lets it go on from
 * there: what failed is run again, what was asked for afterwards is forgotten, every other answer stays.
 */
export function rewindInstance(engine: Engine, instance: InstanceRow): void {
  const { store } = engine
  const { id, execution } = instance
  const history = store.history.texts(id).map((text) => JSON.parse(text) as HistoryEvent)
  const steps = stepsOf(history)
  const cut = lastFatalStep(steps, instance)
  const kept = steps.slice(0, cut).flat()
  const undone = steps.slice(cut).flat()
  const asked = new Map(kept.filter(({ EventId }) => EventId >= 0).map((event) => [event.EventId, event]))
  const late = store.queues.inbox(id, -1)

  store.history.cut(id, kept.length)
  Object.assign(instance, {
    status: cut === 0 ? 'Pending' : 'Running',
    output: null,
    updated: Date.now(),
    events: kept.length,
    plan: lostPlan,
  })
  store.instances.put(instance)
  // In their order: first what it had taken in, then what came after its end.
  store.queues.clearInbox(id)
  for (const event of undone.filter(isArrival)) {
    const task = asked.get(answeredId(event) ?? -1)
    if (isFailure(event)) {
      if (task !== undefined) askAgain(engine, instance, task)
    } else if (event.EventType === eventType.eventRaised || task !== undefined) {
      store.queues.send(id, execution, event)
    }
  }
  for (const { execution: wantedBy, message } of late) store.queues.send(id, wantedBy, JSON.parse(message) as object)
  rearmTimers(engine, instance, [...asked.values()], history)
  store.queues.setReady(id)
}

/** The step that took in the failure which the orchestration's own error tells of; the last step when it failed by itself. */
function lastFatalStep(steps: readonly HistoryEvent[][], { output }: InstanceRow): number {
  const text = String(JSON.parse(output ?? 'null'))
  const isFatal = (event: HistoryEvent) => {
    const details = event['FailureDetails'] as FailureDetails | undefined
    return isFailure(event) && (text.includes(event.Reason ?? '') || (details !== undefined && text.includes(details.ErrorMessage)))
  }
  const step = steps.findLastIndex((events) => events.some(isFatal))
  return step === -1 ? steps.length - 1 : step
}

function askAgain(engine: Engine, { id: instance, execution, ...row }: InstanceRow, task: HistoryEvent): void {
  const { store } = engine
  const { EventId, Name: name = '', Input: input = 'null' } = task
  if (task.EventType === eventType.taskScheduled) {
    const kind = name === 'BuiltIn::HttpActivity' ? 'http' : 'activity'
    store.queues.addWork({ instance, execution, task: EventId, kind, name, input })
    return
  }
  const childId = String(task['InstanceId'])
  const child = store.instances.get(childId)
  if (child?.status === 'Failed' && child.parent === instance && child.parentTask === EventId) rewindInstance(engine, child)
  else startChild(engine, { id: childId, name, version: null, input }, { ...row, id: instance, execution }, EventId)
}

function rearmTimers(
  { store }: Engine,
  { id: target, execution }: InstanceRow,
  asked: readonly HistoryEvent[],
  history: readonly HistoryEvent[],
): void {
  const fired = new Set(history.filter(({ EventType }) => EventType === eventType.timerFired).map(({ TimerId }) => TimerId))
  for (const { EventType, EventId: TimerId, ...timer } of asked) {
    if (EventType !== eventType.timerCreated || fired.has(TimerId)) continue
    const FireAt = String(timer['FireAt'])
    const message = JSON.stringify({ EventType: eventType.timerFired, EventId: -1, IsPlayed: false, TimerId, FireAt })
    store.timers.add({ target, id: String(TimerId), due: Date.parse(FireAt), execution, message })
  }
}
