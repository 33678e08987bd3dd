import { format } from 'node:util'
import type { EffectiveFunctionOptions, FunctionOutput, FunctionTrigger, InvocationContext, TriggerMetadata } from '@azure/functions'
import type { RetryContext } from '../app/core-types.ts'
import type { FunctionRegistry, RegisteredFunction } from '../app/function-registry.ts'
import type { Execution } from './execution-log.ts'
import type { LibraryClasses } from './library-classes.ts'
import { traceContext } from './trace-context.ts'

export interface DirectContext {
  readonly context: InvocationContext
  /** The handler has ended: what it logs from now on was not awaited. */
  end(): void
}

export interface DirectContextFacts {
  readonly traceParent?: string | undefined
  readonly triggerMetadata?: TriggerMetadata
  readonly retryContext?: RetryContext | undefined
}

/** The context that the library's model would make, from the library's own class, for a function called without the model. */
export function createDirectContext(
  { InvocationContext }: LibraryClasses,
  fn: RegisteredFunction,
  execution: Execution,
  registry: FunctionRegistry,
  { traceParent, triggerMetadata, retryContext }: DirectContextFacts,
): DirectContext {
  let isDone = false
  const context = new InvocationContext({
    invocationId: execution.id,
    functionName: fn.name,
    traceContext: traceContext(execution.id, traceParent),
    options: effectiveOptions(fn),
    logHandler: (level, ...args) => {
      if (isDone) warnOfLateLog(execution, registry)
      registry.log(level, 'user', format(...args))
    },
    ...(triggerMetadata && { triggerMetadata }),
    ...(retryContext && { retryContext }),
  })
  return {
    context,
    end: () => {
      isDone = true
    },
  }
}

/** True when nothing but trigger and HTTP answer is bound and no hook looks on: then the model adds nothing but its cost. */
export function isPlain(fn: RegisteredFunction, registry: FunctionRegistry): boolean {
  if (registry.hooks.preInvocation.length > 0 || registry.hooks.postInvocation.length > 0) return false
  const { bindings } = fn.metadata
  for (const name in bindings) if (name !== fn.trigger.name && bindings[name]?.type !== 'http') return false
  return true
}

/** A fresh copy each time, as the library makes one: a handler may change what it got. */
function effectiveOptions(fn: RegisteredFunction): EffectiveFunctionOptions {
  const back = fn.metadata.bindings['$return']
  return {
    trigger: { ...fn.trigger } as unknown as FunctionTrigger,
    ...(back && { return: { ...back, name: '$return' } as unknown as FunctionOutput }),
    extraInputs: [],
    extraOutputs: [],
  }
}

/** In the library's words. */
function warnOfLateLog({ name, id }: Execution, registry: FunctionRegistry): void {
  const warning =
    "Warning: Unexpected call to 'log' on the context object after function execution has completed. " +
    'Please check for asynchronous calls that are not awaited. '
  registry.log('warning', 'system', `${warning}Function name: ${name}. Invocation Id: ${id}.`)
}
