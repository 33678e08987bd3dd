import type { Engine } from '../engine.ts'
import { arrived, eventType, type HistoryEvent } from '../history-events.ts'
import type { InstanceRow } from '../store/instance-rows.ts'
import type { InboxRow } from '../store/queue-rows.ts'
import { spreadOut } from './actions.ts'
import { callOrchestrator, started } from './call-orchestrator.ts'
import { endInstance } from './end-instance.ts'
import { allotsNumbers } from './follow-up.ts'
import { isEnded } from './is-ended.ts'
import { lostPlan, type Plan } from './plan.ts'
import type { Answer } from './read-answer.ts'
import { rebuildPlan } from './rebuild-plan.ts'
import { hasNews, isReplaced, recordFailure, recordStep } from './record-step.ts'
import type { Step } from './step.ts'

interface Message {
  readonly seq: number
  readonly event: HistoryEvent
}

// More wait for the next step, so that one instance cannot hold up the others.
const maxMessagesPerStep = 2000
const all = -1

/**
 * One step of an orchestration: takes in what has arrived, replays the orchestrator, and records what it asks for next.
 * When that cannot be done, the instance fails: nobody should wait for it for ever.
 */
export async function runOrchestration(engine: Engine, id: string): Promise<void> {
  try {
    await takeStep(engine, id)
  } catch (error) {
    const instance = engine.store.instances.get(id)
    // A disk that is full is not the orchestration's fault; it goes on at the next start.
    if ((error as { code?: string }).code === 'ERR_SQLITE_ERROR' || instance === undefined || isEnded(instance)) throw error
    await recordFailure(engine, instance, error instanceof Error ? error.message : String(error))
  }
}

async function takeStep(engine: Engine, id: string): Promise<void> {
  const { store } = engine
  const instance = store.instances.get(id)
  const arrivals = store.queues.inbox(id, instance?.status === 'Suspended' ? all : maxMessagesPerStep)
  // What comes late for one that failed is kept for its rewind.
  if (instance?.status === 'Failed') return dropMessages(engine, id, [])
  if (instance === undefined || isEnded(instance)) return dropMessages(engine, id, arrivals)
  const { wanted, stale } = sort(arrivals, instance)
  const termination = wanted.find(({ event }) => event.EventType === eventType.executionTerminated)
  if (termination !== undefined) return terminate(engine, instance, termination)

  const { batch, status } = suspendOrResume(instance, wanted)
  const isWoken = instance.events === 0 || instance.plan === lostPlan || batch.some(({ event }) => !isPause(event))
  if (status === 'Suspended' || !isWoken) {
    return recordPause(engine, { ...instance, status }, [...stale, ...batch], arrivals.at(-1)?.seq ?? 0)
  }
  let messages = batch
  for (;;) {
    const { step, isOrderUnknown } = await replay(engine, instance, messages)
    if (!isOrderUnknown) return recordStep(engine, { ...step, consumed: [...stale, ...messages].map(({ seq }) => seq) })
    messages = withoutFollowUps(messages, step.plan)
  }
}

const isPause = ({ EventType }: HistoryEvent) => EventType === eventType.executionSuspended || EventType === eventType.executionResumed

/** What was meant for an earlier execution is not wanted by this one. */
function sort(arrivals: readonly InboxRow[], { execution }: InstanceRow): { wanted: Message[]; stale: Message[] } {
  const wanted: Message[] = []
  const stale: Message[] = []
  for (const row of arrivals) {
    const message = { seq: row.seq, event: JSON.parse(row.message) as HistoryEvent }
    if (row.execution === null || row.execution === execution) wanted.push(message)
    else stale.push(message)
  }
  return { wanted, stale }
}

/** A suspended orchestration leaves its messages where they are, but for the one that resumes it. */
function suspendOrResume(instance: InstanceRow, messages: readonly Message[]): { batch: Message[]; status: InstanceRow['status'] } {
  let status = instance.status
  for (const { event } of messages) {
    if (event.EventType === eventType.executionSuspended) status = 'Suspended'
    if (event.EventType === eventType.executionResumed) status = 'Running'
  }
  return { status, batch: messages.filter(({ event }) => status !== 'Suspended' || isPause(event)) }
}

/**
 * The library numbers follow-ups of an answer (a retry's pause, a poll) before it lets the orchestrator go on, and new
 * tasks as the orchestrator asks for them. With several answers at once and both in the result, their order cannot be told
 * from the list of actions: then the answers are taken in fewer at a time.
 */
async function replay(
  engine: Engine,
  instance: InstanceRow,
  messages: readonly Message[],
): Promise<{ step: Step; isOrderUnknown: boolean }> {
  const now = Math.max(Date.now(), instance.now, ...messages.map(({ event }) => firedAt(event)))
  const Timestamp = new Date(now).toISOString()
  const events: HistoryEvent[] = [{ ...arrived(eventType.orchestratorStarted, {}), Timestamp }]
  if (instance.events === 0) events.push({ ...started(instance), Timestamp })
  for (const { event } of messages) events.push({ ...event, Timestamp })

  const answer = await callOrchestrator(engine, instance, events)
  const plan = readPlan(engine, instance, answer)
  const step: Step = { instance, plan, now, events, answer, consumed: [] }
  const isAmbiguous = messages.length > 1 && messages.some(({ event }) => allotsNumbers(event, plan))
  return { step, isOrderUnknown: isAmbiguous && hasNewActions(answer, plan) }
}

function readPlan({ store, limits }: Engine, { id, plan }: InstanceRow, answer: Answer): Plan {
  if (plan !== lostPlan) return JSON.parse(plan) as Plan
  const history = store.history.texts(id).map((text) => JSON.parse(text) as HistoryEvent)
  return rebuildPlan(history, spreadOut(answer.actions), limits)
}

/** Cheap and on the safe side: the number of listed actions, parts of compounds included. */
function hasNewActions({ actions }: Answer, plan: Plan): boolean {
  const count = (list: Answer['actions']): number => list.reduce((sum, { compoundActions = [] }) => sum + 1 + count(compoundActions), 0)
  return count(actions) > plan.labels.length
}

function withoutFollowUps(messages: readonly Message[], plan: Plan): Message[] {
  const first = messages.findIndex(({ event }) => allotsNumbers(event, plan))
  return messages.slice(0, Math.max(first, 1))
}

const firedAt = (event: HistoryEvent) => (event.EventType === eventType.timerFired ? Date.parse(event['FireAt'] as string) : 0)

async function dropMessages(engine: Engine, id: string, arrivals: readonly InboxRow[]): Promise<void> {
  const { store } = engine
  await store.transaction('drop', () => {
    for (const { seq } of arrivals) store.queues.removeMessage(seq)
    store.queues.clearReady(id)
    // Another one of that id may have been put in its place.
    const instance = store.instances.get(id)
    if (arrivals.length === maxMessagesPerStep || (instance !== undefined && hasNews(engine, instance))) store.queues.setReady(id)
  })
  engine.wake()
}

async function terminate(engine: Engine, instance: InstanceRow, { event }: Message): Promise<void> {
  const { store } = engine
  const now = Math.max(Date.now(), instance.now)
  const Timestamp = new Date(now).toISOString()
  const events = [arrived(eventType.orchestratorStarted, {}), event]
  await store.transaction('terminate', () => {
    if (isReplaced(engine, instance)) return
    for (const each of events) store.history.append(instance.id, instance.events++, { ...each, Timestamp })
    endInstance(engine, instance, 'Terminated', event.Input ?? 'null', now)
  })
  engine.wake()
}

/** @param lastSeen number of the last message that was there; a later one may be what ends the pause. */
async function recordPause(engine: Engine, instance: InstanceRow, messages: readonly Message[], lastSeen: number): Promise<void> {
  const { store } = engine
  const { id } = instance
  const Timestamp = new Date().toISOString()
  await store.transaction('pause', () => {
    if (isReplaced(engine, instance)) return
    for (const { seq, event } of messages) {
      store.queues.removeMessage(seq)
      if (isPause(event) && instance.events > 0) store.history.append(id, instance.events++, { ...event, Timestamp })
    }
    const isChanged = messages.some(({ event }) => isPause(event))
    store.instances.put({ ...instance, updated: isChanged ? Date.now() : instance.updated })
    store.queues.clearReady(id)
    if (hasNews(engine, instance) || store.queues.hasMessages(id, lastSeen)) store.queues.setReady(id)
  })
  engine.wake()
}
