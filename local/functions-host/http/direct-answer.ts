import type { ServerResponse } from 'node:http'
import type { InvocationRequest } from '../app/core-types.ts'
import type { RegisteredFunction } from '../app/function-registry.ts'
import { createDirectContext } from '../invocation/direct-context.ts'
import { logEnd, logStart } from '../invocation/execution-log.ts'
import type { HostContext } from '../invocation/host-context.ts'
import { createCoreContext } from '../invocation/invoke.ts'
import type { LibraryClasses } from '../invocation/library-classes.ts'
import { httpReason } from './answer-through-model.ts'
import type { HttpInput } from './http-input.ts'
import { createLazyRequestFactory } from './lazy-request.ts'
import { simpleAnswer } from './simple-answer.ts'
import { writeAnswer } from './write-answer.ts'

export type DirectAnswer = (fn: RegisteredFunction, input: HttpInput, response: ServerResponse) => Promise<void>

/**
 * Calls handlers with a lazy request and writes plain results at once: the library's model costs six times what the
 * whole server does. A result that is not plain goes to the library after all. Undefined where the classes are missing.
 */
export function createDirectAnswer(classes: LibraryClasses, host: HostContext): DirectAnswer | undefined {
  if (classes.HttpRequest === undefined) return undefined
  const createRequest = createLazyRequestFactory(classes.HttpRequest)

  return async (fn, input, response) => {
    const execution = logStart(fn.name, httpReason, host.log)
    const { traceparent } = input.headers
    const facts = { traceParent: typeof traceparent === 'string' ? traceparent : undefined }
    const { context, end } = createDirectContext(classes, fn, execution, host.registry, facts)
    try {
      const result = await fn.callback(createRequest(input), context)
      end()
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
      end()
      logEnd(execution, error, false, host.log)
      response.writeHead(500, { 'content-length': 0 }).end()
    }
  }
}
