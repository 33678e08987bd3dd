import { randomUUID } from 'node:crypto'
import { type Engine, unknownFunction } from '../engine.ts'
import { arrived, eventType, type HistoryEvent, scheduled } from '../history-events.ts'
import { type Action, actionType } from './actions.ts'
import { type FollowUp, hopEnd } from './follow-up.ts'
import { openTask } from './open-task.ts'
import { type NewLeaf, OrchestrationRefused } from './plan.ts'
import { startChild } from './start-instance.ts'
import { jsonText, type Step } from './step.ts'

/** Carries out what the orchestrator newly asks for. Throws `OrchestrationRefused`. */
export function carryOut(engine: Engine, step: Step, leaf: NewLeaf, lock: Action | undefined): void {
  const { action, id } = leaf
  const task = openTask(leaf, step.now, engine.limits)
  if (task !== undefined) step.plan.open[id] = task
  switch (action.actionType) {
    case actionType.callActivity:
    case actionType.callActivityWithRetry:
      callActivity(engine, step, id, action)
      break
    case actionType.callSubOrchestrator:
    case actionType.callSubOrchestratorWithRetry:
      callSubOrchestrator(engine, step, id, action)
      break
    case actionType.createTimer:
      createTimer(engine, step, leaf)
      break
    case actionType.callHttp:
      callHttp(engine, step, id, action, undefined)
      break
    case actionType.callEntity:
    case actionType.signalEntity:
    case actionType.scheduledSignalEntity:
      sendOperation(engine, step, id, action)
      break
    case actionType.lockEntities:
      requestLock(engine, step, id, action)
      break
    case actionType.releaseEntities:
      release(engine, step, id, lock)
  }
}

export function carryOutFollowUp(engine: Engine, step: Step, followUp: FollowUp, action: Action | undefined): void {
  const { id } = followUp
  if (followUp.kind === 'timer') setTimer(engine, step, id, followUp.fireAt)
  else if (followUp.kind === 'poll') callHttp(engine, step, id, action!, followUp.url)
  else if (followUp.kind === 'fail') failAgain(engine, step, id, followUp.failure)
  else if (action?.actionType === actionType.callSubOrchestratorWithRetry) callSubOrchestrator(engine, step, id, action)
  else callActivity(engine, step, id, action!)
}

function failAgain({ store }: Engine, { instance }: Step, TaskScheduledId: number, { Timestamp: _, ...failure }: HistoryEvent): void {
  store.queues.send(instance.id, instance.execution, { ...failure, TaskScheduledId })
}

function append({ store }: Engine, { instance, now }: Step, event: HistoryEvent): void {
  store.history.append(instance.id, instance.events++, { ...event, Timestamp: new Date(now).toISOString() })
}

function callActivity(engine: Engine, step: Step, task: number, { functionName, input }: Action): void {
  const fn = engine.find('activity', functionName!)
  if (fn === undefined) throw new OrchestrationRefused(unknownFunction(engine, 'activity', functionName!))
  const { id: instance, execution } = step.instance
  // A text comes as JSON already, anything else as it is.
  const text = typeof input === 'string' ? input : jsonText(input)
  append(engine, step, scheduled(eventType.taskScheduled, task, { Name: fn.name, Input: text }))
  engine.store.queues.addWork({ instance, execution, task, kind: 'activity', name: fn.name, input: text })
}

function callSubOrchestrator(engine: Engine, step: Step, task: number, { functionName, instanceId, version, input }: Action): void {
  const fn = engine.find('orchestration', functionName!)
  if (fn === undefined) throw new OrchestrationRefused(unknownFunction(engine, 'orchestration', functionName!))
  refuseOwnId(instanceId, step)
  const child = { id: instanceId || `${step.instance.execution}:${task}`, name: fn.name, version: version ?? null, input: jsonText(input) }
  append(engine, step, scheduled(eventType.subOrchestrationCreated, task, { Name: child.name, InstanceId: child.id, Input: child.input }))
  startChild(engine, child, step.instance, task)
}

/** Azure's extension looks no further than the parent either. */
function refuseOwnId(id: string | undefined, { instance }: Step): void {
  const taken = [instance.id, instance.parent].map((each) => each?.toLowerCase())
  if (id && taken.includes(id.toLowerCase()))
    throw new OrchestrationRefused(
      `The instance ID of a sub-orchestration must be different than the instance ID of a parent orchestration: '${id}'.`,
    )
}

function createTimer(engine: Engine, step: Step, { action, id }: NewLeaf): void {
  setTimer(engine, step, id, hopEnd(Number(new Date(action.fireAt!)), step.now, engine.limits))
}

function setTimer(engine: Engine, step: Step, id: number, fireAt: number): void {
  const { id: target, execution } = step.instance
  const FireAt = new Date(fireAt).toISOString()
  append(engine, step, scheduled(eventType.timerCreated, id, { FireAt }))
  const message = JSON.stringify(arrived(eventType.timerFired, { TimerId: id, FireAt }))
  engine.store.timers.add({ target, id: String(id), due: fireAt, execution, message })
}

/** @param poll where a call that was answered by 202 goes on. */
function callHttp(engine: Engine, step: Step, task: number, { httpRequest }: Action, poll: string | undefined): void {
  const { id: instance, execution } = step.instance
  const { content: _, ...withoutContent } = httpRequest!
  const request = jsonText(poll === undefined ? httpRequest : { ...withoutContent, method: 'GET', uri: poll })
  const name = 'BuiltIn::HttpActivity'
  append(engine, step, scheduled(eventType.taskScheduled, task, { Name: name, Input: request }))
  engine.store.queues.addWork({ instance, execution, task, kind: 'http', name, input: request })
}

function sendOperation(engine: Engine, step: Step, task: number, action: Action): void {
  const { id: parent, execution } = step.instance
  const target = action.instanceId!
  const name = target.slice(1, target.indexOf('@', 1))
  if (engine.find('entity', name) === undefined) throw new OrchestrationRefused(unknownFunction(engine, 'entity', name))
  const signal = action.actionType !== actionType.callEntity
  const due = action.scheduledTime === undefined ? undefined : new Date(action.scheduledTime)
  const input = action.input === undefined ? undefined : JSON.stringify(action.input)
  const message = { op: action.operation, signal, input, id: randomUUID(), parent, parentExecution: execution, due }
  const Name = due === undefined ? 'op' : `op@${due.toISOString()}`
  append(engine, step, scheduled(eventType.eventSent, task, { InstanceId: target, Name, Input: JSON.stringify(message) }))
  const sent = { kind: 'operation', ...message }
  if (due === undefined) engine.store.queues.send(target, null, sent)
  else engine.store.timers.add({ target, id: message.id, due: due.getTime(), execution: null, message: JSON.stringify(sent) })
}

/** The first of the sorted set gets the request and hands it on when it is locked: one order for all, so no two wait for each other. */
function requestLock(engine: Engine, step: Step, task: number, { lockRequestId: id, lockSet = [] }: Action): void {
  const { id: parent, execution } = step.instance
  const lockset = lockSet.map(({ name, key }) => `@${name.toLowerCase()}@${key}`)
  const target = lockset[0]!
  const message = { op: null, signal: false, id, parent, parentExecution: execution, lockset, pos: 0 }
  append(engine, step, scheduled(eventType.eventSent, task, { InstanceId: target, Name: 'op', Input: JSON.stringify(message) }))
  engine.store.queues.send(target, null, { kind: 'lock', ...message })
}

function release(engine: Engine, step: Step, firstTask: number, lock: Action | undefined): void {
  const owner = step.instance.id
  for (const [index, { name, key }] of (lock?.lockSet ?? []).entries()) {
    const target = `@${name.toLowerCase()}@${key}`
    const Input = JSON.stringify({ parent: owner, id: lock?.lockRequestId })
    append(engine, step, scheduled(eventType.eventSent, firstTask + index, { InstanceId: target, Name: 'release', Input }))
    engine.store.queues.send(target, null, { kind: 'release', owner })
  }
}
