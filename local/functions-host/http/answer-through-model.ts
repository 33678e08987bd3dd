import type { ServerResponse } from 'node:http'
import type { RegisteredFunction } from '../app/function-registry.ts'
import { jsonBindingValues } from '../bindings/binding-values.ts'
import type { HostContext } from '../invocation/host-context.ts'
import { invoke } from '../invocation/invoke.ts'
import { type HttpInput, headerRecord, parseQuery } from './http-input.ts'
import { writeAnswer } from './write-answer.ts'

export const httpReason = 'This function was programmatically called via the host APIs.'

/** The long way, in every case right: hooks, extra inputs and outputs, results of any kind. */
export async function answerThroughModel(
  fn: RegisteredFunction,
  input: HttpInput,
  response: ServerResponse,
  host: HostContext,
): Promise<void> {
  const headers = headerRecord(input.headers)
  const query = parseQuery(input.queryText)
  const outcome = await invoke(
    fn,
    {
      data: {
        http: {
          method: input.method,
          url: input.url,
          headers,
          query,
          params: input.params,
          ...(input.body !== undefined && { body: { bytes: input.body } }),
        },
      },
      metadata: {},
      bindingValues: { ...jsonBindingValues(input.body?.toString()), headers, query, ...query, ...input.params },
    },
    httpReason,
    host,
    { traceParent: headers['traceparent'] },
  )
  if (outcome.isSuccess) writeAnswer(response, outcome.returnValue?.http)
  else response.writeHead(500, { 'content-length': 0 }).end()
}
