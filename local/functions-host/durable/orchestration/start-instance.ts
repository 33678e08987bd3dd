import type { Engine } from '../engine.ts'
import { arrived, eventType } from '../history-events.ts'
import type { InstanceRow } from '../store/instance-rows.ts'
import { giveBackLocks } from './end-instance.ts'
import { isEnded } from './is-ended.ts'
import { emptyPlan } from './plan.ts'
import { newExecutionId } from './step.ts'

export interface NewInstance {
  readonly id: string
  readonly name: string
  readonly version: string | null
  /** JSON */
  readonly input: string
}

/**
 * Puts a new instance in place, within a transaction. One of the same id that has ended is replaced, with its history.
 *
 * @returns false when one of that id still runs, and nothing was done.
 */
export function startInstance(
  engine: Engine,
  { id, name, version, input }: NewInstance,
  parent?: { row: InstanceRow; task: number },
): boolean {
  const { store } = engine
  const before = store.instances.get(id)
  if (before !== undefined) {
    if (!isEnded(before) && (parent !== undefined || !engine.replacesRunning)) return false
    removeInstance(engine, before)
  }
  const now = Date.now()
  store.instances.put({
    ...{ id, name, version, input, execution: newExecutionId(), status: 'Pending', output: null, customStatus: null },
    ...{ created: now, updated: now, now, generation: 0, events: 0, plan: JSON.stringify(emptyPlan()) },
    parent: parent?.row.id ?? null,
    parentExecution: parent?.row.execution ?? null,
    parentTask: parent?.task ?? null,
  })
  store.queues.setReady(id)
  return true
}

/** Starts a sub-orchestration; if its id is taken by one that runs, the parent is told so instead of waiting for ever. */
export function startChild(engine: Engine, child: NewInstance, parent: InstanceRow, task: number): void {
  if (startInstance(engine, child, { row: parent, task })) return
  const Reason = `Orchestrator function '${child.name}' failed: an instance with the id '${child.id}' is running already.`
  engine.store.queues.send(
    parent.id,
    parent.execution,
    arrived(eventType.subOrchestrationFailed, { TaskScheduledId: task, Reason, Details: '' }),
  )
}

/** Removes every trace of an instance, within a transaction. */
export function removeInstance(engine: Engine, { id }: InstanceRow): void {
  const { store } = engine
  store.instances.remove(id)
  store.history.clear(id)
  store.queues.clearInbox(id)
  store.queues.clearReady(id)
  store.queues.clearWork(id)
  store.timers.clear(id)
  giveBackLocks(engine, id)
}
