import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What goes wrong with one call: before it reaches the provider, or after the provider has done what it was asked. */
export interface ProviderFault {
  readonly when: 'before' | 'after'
  readonly how: 'reset' | 'hang' | number
  readonly retryAfter?: string
}

export interface ProviderProxy {
  /** The provider's connection string, leading through the proxy. */
  readonly connectionString: string
  /** Each call takes the next one; none left = the call passes. */
  readonly faults: ProviderFault[]
  /** Bodies of the calls that send, in order, with the time by the test's clock. */
  readonly calls: { readonly at: number; readonly body: string; readonly operationId: string | undefined }[]
  close(): Promise<void>
}

export async function startProviderProxy(connectionString: string, now: () => Date): Promise<ProviderProxy> {
  const target = /endpoint=(http:[^;]+?)\/;/.exec(connectionString)![1]!
  const faults: ProviderFault[] = []
  const calls: ProviderProxy['calls'] = []
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readAll(request)
    const isSending = request.method === 'POST'
    if (isSending) calls.push({ at: now().getTime(), body: body.toString(), operationId: request.headers['operation-id']?.toString() })
    const fault = isSending ? faults.shift() : undefined
    if (fault?.when === 'before') return spoil(response, fault)
    const answer = await forward(target, request, body)
    if (fault !== undefined) return spoil(response, fault)
    response.writeHead(answer.status, answer.headers).end(answer.body)
  }
  const server = createServer((request, response) => void respond(request, response).catch(() => response.destroy()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    connectionString: connectionString.replace(target, url),
    faults,
    calls,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function spoil(response: ServerResponse, { how, retryAfter }: ProviderFault): void {
  if (how === 'hang') return
  if (how === 'reset') response.destroy()
  else response.writeHead(how, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end('{}')
}

function forward(target: string, request: IncomingMessage, body: Buffer) {
  return new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>((resolve, reject) => {
    // The signature covers the host that the client called.
    const options = { method: request.method ?? 'GET', headers: request.headers }
    const forwarded = httpRequest(`${target}${request.url}`, options, (answer) => {
      readAll(answer).then((received) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: received }), reject)
    })
    forwarded.once('error', reject).end(body)
  })
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}
