import type { Engine } from '../engine.ts'
import { arrived, eventType, type FailureDetails } from '../history-events.ts'
import type { InstanceRow, RuntimeStatus } from '../store/instance-rows.ts'

/**
 * Ends an instance within the transaction of its last step: tells its parent, drops its timers, gives back its locks.
 * Activities that it started and did not wait for still run, as in Azure.
 *
 * @param output JSON
 */
export function endInstance(
  engine: Engine,
  instance: InstanceRow,
  status: RuntimeStatus,
  output: string,
  now: number,
  failureDetails?: FailureDetails,
): void {
  const { store } = engine
  const { id } = instance
  const Timestamp = new Date(now).toISOString()
  const completed = arrived(eventType.executionCompleted, { OrchestrationStatus: status, Result: output, FailureDetails: failureDetails })
  for (const event of [completed, arrived(eventType.orchestratorCompleted, {})])
    store.history.append(id, instance.events++, { ...event, Timestamp })
  Object.assign(instance, { status, output, now, updated: now })
  store.instances.put(instance)
  tellParent(engine, instance, failureDetails)
  store.timers.clear(id)
  // A rewind needs what is still on its way.
  if (status !== 'Failed') store.queues.clearInbox(id)
  store.queues.clearReady(id)
  giveBackLocks(engine, id)
}

/** Sends the result of a sub-orchestration to whoever waits for it. */
export function tellParent({ store }: Engine, child: InstanceRow, FailureDetails?: FailureDetails): void {
  const { parent, parentExecution, parentTask: TaskScheduledId, status, output } = child
  if (parent === null) return
  const event =
    status === 'Completed'
      ? arrived(eventType.subOrchestrationCompleted, { TaskScheduledId, Result: output })
      : arrived(eventType.subOrchestrationFailed, { TaskScheduledId, Reason: failureReason(child), Details: '', FailureDetails })
  store.queues.send(parent, parentExecution, event)
}

function failureReason({ name, status, output }: InstanceRow): string {
  const text = JSON.parse(output ?? 'null') as unknown
  const reason = typeof text === 'string' ? text : JSON.stringify(text)
  return status === 'Failed' ? reason : `Orchestrator function '${name}' was ${status.toLowerCase()}: ${reason}`
}

/** What an orchestration holds when it ends, however it ends, would be locked for ever. */
export function giveBackLocks({ store }: Engine, instance: string): void {
  for (const { id } of store.entities.ownedBy(instance)) store.queues.send(id, null, { kind: 'release', owner: instance })
}
