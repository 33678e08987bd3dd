import type { TypedData } from '../../app/core-types.ts'
import { type Engine, unknownFunction } from '../engine.ts'
import { arrived, eventType, type FailureDetails, type HistoryEvent } from '../history-events.ts'
import type { WorkRow } from '../store/queue-rows.ts'

/** @returns TaskCompleted or TaskFailed, still without the number of the task. */
export async function runActivity(engine: Engine, { name, input, instance }: WorkRow): Promise<HistoryEvent> {
  const fn = engine.find('activity', name)
  if (fn === undefined) return failed(name, unknownFunction(engine, 'activity', name))
  const data = { string: input }
  const metadata = { instanceId: { string: instance }, data }
  const outcome = await engine.host.invoke(fn, { data, metadata, bindingValues: { instanceId: instance } }, `Activity of '${instance}'.`)
  if (outcome.isSuccess) return arrived(eventType.taskCompleted, { Result: resultText(outcome.returnValue) })
  const { error } = outcome
  return error instanceof Error ? failed(name, error.message, error) : failed(name, String(error))
}

function failed(name: string, message: string, error?: Error): HistoryEvent {
  const details = failureDetails(message)
  const Reason = `Activity function '${name}' failed: ${details?.ErrorMessage ?? message}`
  return arrived(eventType.taskFailed, { Reason, Details: error === undefined ? '' : `${error.name}: ${message}`, FailureDetails: details })
}

/** With an exception properties provider the library puts what it knows of the error into the message, as JSON. */
function failureDetails(message: string): FailureDetails | undefined {
  if (!message.startsWith('{"errorType"')) return undefined
  try {
    const { errorType, errorMessage, stackTrace, isNonRetriable, properties } = JSON.parse(message) as LibraryFailure
    return {
      ErrorType: errorType,
      ErrorMessage: errorMessage,
      StackTrace: stackTrace,
      IsNonRetriable: isNonRetriable,
      Properties: properties,
    }
  } catch {
    return undefined
  }
}

interface LibraryFailure {
  errorType: string
  errorMessage: string
  stackTrace?: string
  isNonRetriable?: boolean
  properties?: Record<string, unknown>
}

/** What a function returned, as JSON. */
export function resultText(value: TypedData | null | undefined): string {
  if (value === null || value === undefined) return 'null'
  if (value.json !== undefined) return value.json
  if (value.bytes !== undefined) return JSON.stringify(Buffer.from(value.bytes).toString('base64'))
  return JSON.stringify(value.string ?? value.int ?? value.double ?? null)
}
