import { eventType, type HistoryEvent } from '../history-events.ts'

const names: Record<number, string> = {
  [eventType.executionStarted]: 'ExecutionStarted',
  [eventType.executionCompleted]: 'ExecutionCompleted',
  [eventType.executionTerminated]: 'ExecutionTerminated',
  [eventType.taskScheduled]: 'TaskScheduled',
  [eventType.taskCompleted]: 'TaskCompleted',
  [eventType.taskFailed]: 'TaskFailed',
  [eventType.subOrchestrationCreated]: 'SubOrchestrationInstanceCreated',
  [eventType.subOrchestrationCompleted]: 'SubOrchestrationInstanceCompleted',
  [eventType.subOrchestrationFailed]: 'SubOrchestrationInstanceFailed',
  [eventType.timerCreated]: 'TimerCreated',
  [eventType.timerFired]: 'TimerFired',
  [eventType.eventSent]: 'EventSent',
  [eventType.eventRaised]: 'EventRaised',
  [eventType.genericEvent]: 'GenericEvent',
  [eventType.executionSuspended]: 'ExecutionSuspended',
  [eventType.executionResumed]: 'ExecutionResumed',
}

/** The history as people read it: what was asked for is told with its answer once there is one, the engine's own marks are left out. */
export function describeHistory(texts: readonly string[], showOutput: boolean): Record<string, unknown>[] {
  const events = texts.map((text) => JSON.parse(text) as HistoryEvent)
  const asked = new Map(events.filter(({ EventId }) => EventId >= 0).map((event) => [event.EventId, event]))
  const answered = new Set(events.map(({ TaskScheduledId }) => TaskScheduledId))
  return events.flatMap((event) => {
    const name = names[event.EventType]
    const isTold = isTask(event) && answered.has(event.EventId)
    return name === undefined || isTold ? [] : [describe(event, name, asked.get(event.TaskScheduledId ?? -1), showOutput)]
  })
}

const isTask = ({ EventType }: HistoryEvent) => EventType === eventType.taskScheduled || EventType === eventType.subOrchestrationCreated

function describe(event: HistoryEvent, EventType: string, asked: HistoryEvent | undefined, showOutput: boolean): Record<string, unknown> {
  const { EventType: _, EventId: __, IsPlayed: ___, TaskScheduledId, Result, Input, Name, OrchestrationInstance, ...rest } = event
  return {
    EventType,
    ...rest,
    ...(showOutput && Result !== undefined && { Result: parsed(Result) }),
    ...(Input !== undefined && { Input: parsed(Input) }),
    ...(asked !== undefined && { ScheduledTime: asked.Timestamp, FunctionName: asked.Name }),
    ...(event.EventType === eventType.executionStarted ? { FunctionName: Name } : Name !== undefined && { Name }),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
