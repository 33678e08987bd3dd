import { Agent, type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http'
import { finished } from 'node:stream/promises'
import type { TypedData } from '../app/core-types.ts'
import type { RegisteredFunction } from '../app/function-registry.ts'
import type { HostContext } from '../invocation/host-context.ts'
import { invoke } from '../invocation/invoke.ts'
import { httpReason } from './answer-through-model.ts'
import { headerRecord, parseQuery } from './http-input.ts'

// Those of one connection are not for the next (RFC 9110, 7.6.1).
const hopHeaders = ['connection', 'keep-alive', 'upgrade', 'expect', 'proxy-connection', 'te', 'trailer']

export interface StreamForwarder {
  forward(request: IncomingMessage, response: ServerResponse, fn: RegisteredFunction, params: Record<string, string>): Promise<void>
  close(): void
}

/**
 * HTTP of an app that called `app.setup({ enableHttpStream: true })`: the raw request goes to the library's own server
 * under the id of an invocation that is made beside it; both sides wait for each other there.
 */
export function createStreamForwarder(streamUrl: URL, host: HostContext): StreamForwarder {
  const agent = new Agent({ keepAlive: true })

  async function forward(
    request: IncomingMessage,
    response: ServerResponse,
    fn: RegisteredFunction,
    params: Record<string, string>,
  ): Promise<void> {
    const headers = headerRecord(request.headers)
    const query = parseQuery(request.url?.split('?')[1] ?? '')
    // The library takes every text among the metadata for a route parameter, the query's values too.
    const texts: Record<string, string> = { ...query, ...params }
    const metadata: Record<string, TypedData> = { Headers: { json: JSON.stringify(headers) }, Query: { json: JSON.stringify(query) } }
    for (const [name, text] of Object.entries(texts)) metadata[name] = { string: text }

    let upstream: ReturnType<typeof openRequest> | undefined
    let isAnswered = false
    const outcome = await invoke(fn, { data: { http: {} }, metadata, bindingValues: { headers, query, ...texts } }, httpReason, host, {
      traceParent: headers['traceparent'],
      onStart: (invocationId) => {
        upstream = send(request, response, invocationId, headers)
      },
      onResult: (result) => {
        isAnswered = result !== undefined && result !== null
      },
    })
    if (outcome.isSuccess && isAnswered) return finished(response).catch(() => {})
    // A handler that throws or returns nothing leaves the forwarded request open for ever; Azure's host never answers it.
    upstream?.destroy()
    if (response.headersSent) response.destroy()
    else response.writeHead(outcome.isSuccess ? 204 : 500, outcome.isSuccess ? {} : { 'content-length': 0 }).end()
  }

  function send(request: IncomingMessage, response: ServerResponse, invocationId: string, headers: Record<string, string>) {
    const forwarded: Record<string, string> = {
      ...headers,
      'x-ms-invocation-id': invocationId,
      'x-forwarded-host': headers['host'] ?? '',
      'x-forwarded-proto': 'http',
    }
    for (const name of hopHeaders) delete forwarded[name]
    const { hostname, port } = streamUrl
    const target = { hostname: hostname === 'localhost' ? '127.0.0.1' : hostname, port, agent }
    const upstream = openRequest({ ...target, method: request.method, path: request.url, headers: forwarded })
    upstream.on('response', (answer) => {
      if (response.headersSent || response.destroyed) return answer.destroy()
      const { connection, 'keep-alive': keepAlive, ...rest } = answer.headers
      response.writeHead(answer.statusCode ?? 500, rest)
      // What is there goes out at once: a stream may be silent for minutes after its headers.
      response.flushHeaders()
      answer.pipe(response)
      answer.on('error', () => response.destroy())
    })
    upstream.on('error', () => {
      if (response.headersSent) response.destroy()
    })
    response.on('close', () => {
      if (!response.writableFinished) upstream.destroy()
    })
    request.pipe(upstream)
    return upstream
  }

  return { forward, close: () => agent.destroy() }
}
