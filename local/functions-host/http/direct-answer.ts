import type { ServerResponse } from 'node:http'
import { format } from 'node:util'
import type { EffectiveFunctionOptions, FunctionOutput, FunctionTrigger } from '@azure/functions'
import type { BindingInfo, InvocationRequest } from '../app/core-types.ts'
import type { FunctionRegistry, RegisteredFunction } from '../app/function-registry.ts'
import { type Execution, logEnd, logStart } from '../invocation/execution-log.ts'
import type { HostContext } from '../invocation/host-context.ts'
import { createCoreContext } from '../invocation/invoke.ts'
import { traceContext } from '../invocation/trace-context.ts'
import { httpReason } from './answer-through-model.ts'
import type { HttpInput } from './http-input.ts'
import { createLazyRequestFactory } from './lazy-request.ts'
import type { LibraryClasses } from './library-classes.ts'
import { simpleAnswer } from './simple-answer.ts'
import { writeAnswer } from './write-answer.ts'

export type DirectAnswer = (fn: RegisteredFunction, input: HttpInput, response: ServerResponse) => Promise<void>

/** HTTP in, HTTP out and nothing beside it: then the library's model adds nothing but its cost (six times the server's). */
export function isPlainHttp(fn: RegisteredFunction, registry: FunctionRegistry): boolean {
  if (registry.hooks.preInvocation.length > 0 || registry.hooks.postInvocation.length > 0) return false
  const { bindings } = fn.metadata
  for (const name in bindings) if (name !== fn.trigger.name && bindings[name]?.type !== 'http') return false
  return bindings['$return'] !== undefined
}

/** Calls handlers with a lazy request and writes plain results at once. Whatever is not plain goes to the library after all. */
export function createDirectAnswer(classes: LibraryClasses, host: HostContext): DirectAnswer {
  const createRequest = createLazyRequestFactory(classes)

  return async (fn, input, response) => {
    const execution = logStart(fn.name, httpReason, host.log)
    const { traceparent } = input.headers
    const trace = traceContext(execution.id, typeof traceparent === 'string' ? traceparent : undefined)
    let isDone = false
    const context = new classes.InvocationContext({
      invocationId: execution.id,
      functionName: fn.name,
      traceContext: trace,
      options: effectiveOptions(fn),
      logHandler: (level, ...args) => {
        if (isDone) warnOfLateLog(execution, host)
        host.registry.log(level, 'user', format(...args))
      },
    })
    try {
      const result = await fn.callback(createRequest(input), context)
      isDone = true
      const simple = simpleAnswer(result)
      if (simple === undefined) {
        const request: InvocationRequest = { invocationId: execution.id, functionId: fn.name, inputData: [], triggerMetadata: {} }
        const model = host.registry.model!.getInvocationModel(createCoreContext(fn, request, host))
        const { returnValue } = await model.getResponse(context, result)
        logEnd(execution, undefined, true, host.log)
        return writeAnswer(response, returnValue?.http)
      }
      logEnd(execution, undefined, true, host.log)
      const { status, headers, body } = simple
      if (status !== 204 && status !== 304) headers['content-length'] = String(Buffer.byteLength(body))
      response.writeHead(status, headers).end(body)
    } catch (error) {
      isDone = true
      logEnd(execution, error, false, host.log)
      response.writeHead(500, { 'content-length': 0 }).end()
    }
  }
}

/** A fresh copy each time, as the library makes one: a handler may change what it got. */
function effectiveOptions(fn: RegisteredFunction): EffectiveFunctionOptions {
  const back = fn.metadata.bindings['$return'] as BindingInfo
  return {
    trigger: { ...fn.trigger } as unknown as FunctionTrigger,
    return: { ...back, name: '$return' } as unknown as FunctionOutput,
    extraInputs: [],
    extraOutputs: [],
  }
}

/** In the library's words. */
function warnOfLateLog({ name, id }: Execution, host: HostContext): void {
  const warning =
    "Warning: Unexpected call to 'log' on the context object after function execution has completed. " +
    'Please check for asynchronous calls that are not awaited. '
  host.registry.log('warning', 'system', `${warning}Function name: ${name}. Invocation Id: ${id}.`)
}
