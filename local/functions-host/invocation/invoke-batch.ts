import type { InvocationRequest, RetryContext, TypedData } from '../app/core-types.ts'
import type { RegisteredFunction } from '../app/function-registry.ts'
import { lazyRecord } from '../bindings/lazy-record.ts'
import type { EventBatch } from './binding-types.ts'
import { createDirectContext } from './direct-context.ts'
import { logEnd, logStart } from './execution-log.ts'
import type { HostContext, Outcome } from './host-context.ts'
import { createCoreContext } from './invoke.ts'
import type { LibraryClasses } from './library-classes.ts'

/**
 * Calls a function with a batch, past the library's model but with the same values. What the model costs is the
 * metadata: eight lists, each parsed and renamed for every event. Here each list is made when the function reads it.
 */
export async function invokeBatch(
  classes: LibraryClasses,
  fn: RegisteredFunction,
  batch: EventBatch,
  reason: string,
  host: HostContext,
  retryContext: RetryContext | undefined,
): Promise<Outcome> {
  const execution = logStart(fn.name, reason, host.log)
  const triggerMetadata = lazyMetadata(batch.metadata)
  const { context, end } = createDirectContext(classes, fn, execution, host.registry, { triggerMetadata, retryContext })
  try {
    const result = await fn.callback(eventsOf(batch), context)
    end()
    const returnValue = await convertResult(fn, execution.id, result, host)
    logEnd(execution, undefined, true, host.log)
    return { isSuccess: true, returnValue }
  } catch (error) {
    end()
    logEnd(execution, error, false, host.log)
    return { isSuccess: false, error }
  }
}

/** Nothing or a number is the usual result; anything else is the library's business, refusals included. */
async function convertResult(
  fn: RegisteredFunction,
  invocationId: string,
  result: unknown,
  host: HostContext,
): Promise<TypedData | null | undefined> {
  if (result === undefined || result === null) return undefined
  if (typeof result === 'number') return Number.isInteger(result) ? { int: result } : { double: result }
  const request: InvocationRequest = { invocationId, functionId: fn.name, inputData: [], triggerMetadata: {} }
  const model = host.registry.model!.getInvocationModel(createCoreContext(fn, request, host))
  return (await model.getResponse({ invocationId }, result)).returnValue
}

function eventsOf({ bodies, isBinary }: EventBatch): unknown[] {
  return isBinary ? bodies.map((body) => Buffer.from(body)) : bodies.map((body) => fromText(body.toString()))
}

/** As the library reads a text: JSON if it is JSON. */
function fromText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function lazyMetadata(metadata: EventBatch['metadata']): Record<string, unknown> {
  const makers: Record<string, () => unknown> = {}
  for (const key in metadata) makers[camelKey(key)] = () => camelCase(fromTypedData(metadata[key]!()))
  return lazyRecord(makers)
}

function fromTypedData({ string, json, collectionString }: TypedData): unknown {
  if (string !== undefined) return fromText(string)
  return json !== undefined ? JSON.parse(json) : collectionString?.string.map(fromText)
}

const camelKey = (key: string) => key.charAt(0).toLowerCase() + key.slice(1)

/** The library's rule: the first letter of every key, at every depth. */
function camelCase(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(camelCase)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [camelKey(key), camelCase(item)]))
}
