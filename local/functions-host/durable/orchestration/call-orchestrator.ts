import type { TriggerCall } from '../../invocation/binding-types.ts'
import { type Engine, unknownFunction } from '../engine.ts'
import { arrived, eventType, type HistoryEvent } from '../history-events.ts'
import type { InstanceRow } from '../store/instance-rows.ts'
import { type Answer, readAnswer } from './read-answer.ts'

/** The first event of every execution. */
export function started({
  id,
  name,
  version,
  execution,
  input,
  parent,
  parentExecution,
  parentTask,
  generation,
}: InstanceRow): HistoryEvent {
  return arrived(eventType.executionStarted, {
    Name: name,
    Version: version ?? '',
    Input: input,
    OrchestrationInstance: { InstanceId: id, ExecutionId: execution },
    ParentInstance:
      parent === null ? null : { TaskScheduleId: parentTask, OrchestrationInstance: { InstanceId: parent, ExecutionId: parentExecution } },
    Generation: generation,
  })
}

/** Replays the orchestrator over its whole history and the new events. */
export async function callOrchestrator(engine: Engine, instance: InstanceRow, events: readonly HistoryEvent[]): Promise<Answer> {
  const fn = engine.find('orchestration', instance.name)
  if (fn === undefined) return { isDone: false, actions: [], error: unknownFunction(engine, 'orchestration', instance.name) }
  const history = [...engine.store.history.texts(instance.id), ...events.map((event) => JSON.stringify(event))]
  const { maximum, interval, httpPause } = engine.limits
  const state = {
    instanceId: instance.id,
    isReplaying: instance.events > 0,
    parentInstanceId: instance.parent,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: 3,
    longRunningTimerIntervalDuration: timeSpan(interval),
    maximumShortTimerDuration: timeSpan(maximum),
    defaultHttpAsyncRequestSleepTimeMillseconds: httpPause,
  }
  const json = `{"history":[${history.join(',')}],"input":${instance.input},${JSON.stringify(state).slice(1)}`
  let result: unknown
  const call: TriggerCall = {
    data: { json },
    metadata: { instanceId: { string: instance.id } },
    bindingValues: { instanceId: instance.id },
    onResult: (value) => {
      result = value
    },
  }
  const outcome = await engine.host.invoke(fn, call, `Orchestration '${instance.id}' has ${events.length - 1} new event(s).`)
  return readAnswer(outcome, result)
}

/** As .NET writes a span of time: `6.00:00:00`. */
function timeSpan(milliseconds: number): string {
  const days = Math.floor(milliseconds / 86_400_000)
  return `${days}.${new Date(milliseconds % 86_400_000).toISOString().slice(11, 23)}`
}
