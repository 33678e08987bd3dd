import type { OrchestrationHandler } from 'durable-functions'
import { type HistoryEvent, type Replayed, runOrchestrator, type WantedAction } from './run-orchestrator.ts'

/**
 * What an activity or sub-orchestration answers at this attempt (1, 2 …), or the error that it fails with. Where an event is
 * waited for, `name` is the event's: an answer comes as the event, undefined lets the timer beside it fire.
 */
export type Respond = (name: string, input: unknown, attempt: number, at: Date) => unknown

const kind = { executionStarted: 0, taskScheduled: 4, taskCompleted: 5, taskFailed: 6, childCreated: 7, childCompleted: 8, childFailed: 9 }
const more = { timerCreated: 10, timerFired: 11, orchestratorStarted: 12, orchestratorCompleted: 13, eventRaised: 15 }
const actionType = { activity: 0, activityWithRetry: 1, child: 2, timer: 5, event: 6, any: 11, all: 12 }
const usualStart = new Date(Date.UTC(2026, 10, 20, 1, 30))

/**
 * Runs an orchestrator to its end (or to its continue-as-new) without an engine and without waiting, and gives the
 * history that an engine would have kept. Numbers follow Durable Task: one counter for tasks, timers and children.
 */
export async function recordOrchestrator(handler: OrchestrationHandler, input: unknown, respond: Respond, start = usualStart) {
  const startMs = start.getTime()
  const history: HistoryEvent[] = []
  let seconds = 0
  let nextId = 0
  let handled = 0
  const add = (EventType: number, fields: object = {}, EventId = -1) => {
    history.push({ EventType, EventId, IsPlayed: false, Timestamp: now().toISOString(), ...fields })
  }
  const now = () => new Date(startMs + seconds * 1000)
  /** Each answer arrives in an episode of its own, a second after the one before. */
  const beginEpisode = () => {
    seconds++
    add(more.orchestratorStarted)
  }
  const endEpisode = () => add(more.orchestratorCompleted)

  async function answer(
    id: number,
    { functionName = '', input: given }: WantedAction,
    attempt: number,
    isChild: boolean,
  ): Promise<boolean> {
    beginEpisode()
    const found = await respond(functionName, given, attempt, now())
    if (found instanceof Error) {
      const fields = { TaskScheduledId: id, Reason: `Activity function '${functionName}' failed: ${found.message}`, Details: '' }
      add(isChild ? kind.childFailed : kind.taskFailed, fields)
      return false
    }
    add(isChild ? kind.childCompleted : kind.taskCompleted, { TaskScheduledId: id, Result: JSON.stringify(found ?? null) })
    return true
  }

  async function attemptAll(action: WantedAction): Promise<void> {
    const attempts = action.retryOptions?.maxNumberOfAttempts ?? 1
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const id = nextId++
      add(kind.taskScheduled, { Name: action.functionName, Input: JSON.stringify(action.input) }, id)
      endEpisode()
      if ((await answer(id, action, attempt, false)) || action.retryOptions === undefined) return
      // The SDK waits once more after the last attempt.
      const timer = nextId++
      add(more.timerCreated, {}, timer)
      endEpisode()
      beginEpisode()
      add(more.timerFired, { TimerId: timer })
    }
  }

  /** Time goes on to where a timer fires, if the event that it races does not come. */
  async function race(timer: WantedAction | undefined, event: WantedAction | undefined): Promise<void> {
    const id = timer === undefined ? undefined : nextId++
    if (id !== undefined) add(more.timerCreated, { FireAt: timer?.fireAt }, id)
    endEpisode()
    const raised = event && (await respond(event.externalEventName ?? '', undefined, 1, now()))
    if (raised === undefined && id === undefined) throw new Error(`Nothing comes of the wait for ${event?.externalEventName}.`)
    if (raised === undefined) seconds = Math.max(seconds, Math.ceil((Date.parse(timer?.fireAt ?? '') - startMs) / 1000) - 1)
    beginEpisode()
    if (raised === undefined) add(more.timerFired, { TimerId: id, FireAt: timer?.fireAt })
    else add(more.eventRaised, { Name: event?.externalEventName, Input: JSON.stringify(raised) })
  }

  async function handle(action: WantedAction): Promise<void> {
    if (action.actionType === actionType.activity || action.actionType === actionType.activityWithRetry) return attemptAll(action)
    const children = action.compoundActions ?? [action]
    const ofType = (type: number) => children.find((child) => child.actionType === type)
    const [timer, event] = [ofType(actionType.timer), ofType(actionType.event)]
    if (timer !== undefined || event !== undefined) return race(timer, event)
    const first = nextId
    for (const child of children) add(kind.childCreated, { Name: child.functionName, Input: JSON.stringify(child.input) }, nextId++)
    for (const [index, child] of children.entries()) {
      endEpisode()
      await answer(first + index, child, 1, true)
    }
  }

  beginEpisode()
  add(kind.executionStarted, { Name: 'orchestrator', Input: JSON.stringify(input) })
  for (;;) {
    const state: Replayed = await runOrchestrator(handler, input, history)
    const wanted = state.actions[handled]
    const isOurs = wanted !== undefined && Object.values(actionType).includes(wanted.actionType)
    if (!isOurs) {
      endEpisode()
      return { history, ...state }
    }
    handled++
    await handle(wanted)
  }
}
