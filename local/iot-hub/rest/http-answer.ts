import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { HubError } from '../hub-error.ts'
import type { Json } from '../identity/twin.ts'

/** What a route answers. Without a body it is 204. */
export interface Answer {
  readonly status?: number
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

export interface Call {
  readonly method: string
  /** Decoded path segments. */
  readonly path: readonly string[]
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly ifMatch: string | undefined
  /** The parsed JSON body, undefined when there is none. */
  readonly body: unknown
}

const maxBodyBytes = 1024 * 1024

export async function readCall(request: IncomingMessage): Promise<Call> {
  const url = new URL(request.url ?? '/', 'https://localhost')
  return {
    method: request.method ?? 'GET',
    path: url.pathname
      .split('/')
      .filter((part) => part !== '')
      .map(decodeSegment),
    query: url.searchParams,
    headers: request.headers,
    ifMatch: request.headers['if-match'],
    body: await readJson(request),
  }
}

function decodeSegment(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new HubError('ArgumentInvalid', `'${text}' is no percent-encoded path segment.`)
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBodyBytes) throw new HubError('MessageTooLarge', `A body may be ${maxBodyBytes} bytes.`)
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks).toString()
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new HubError('ArgumentInvalid', 'The body is no JSON.')
  }
}

export function send(response: ServerResponse, answer: Answer): void {
  const text = answer.body === undefined ? '' : JSON.stringify(answer.body)
  response.writeHead(answer.status ?? (text === '' ? 204 : 200), {
    ...(text === '' ? {} : { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) }),
    'x-ms-request-id': randomUUID(),
    ...answer.headers,
  })
  response.end(text)
}

/** Errors look like the service's: the SDK splits the message at its colon and semicolon. */
export function sendError(response: ServerResponse, error: unknown): void {
  const known = error instanceof HubError ? error : undefined
  const code = known?.code ?? 'ServerError'
  // A semicolon within the text would cut it short for the SDK.
  const text = (error as Error).message.replaceAll(';', ',')
  send(response, {
    status: known?.status ?? 500,
    headers: { 'iothub-errorcode': code },
    body: { Message: `ErrorCode:${code};${text}`, ExceptionMessage: `Tracking ID:${randomUUID()}-TimeStamp:${new Date().toISOString()}` },
  })
}

export function asObject(body: unknown): Record<string, Json> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new HubError('ArgumentInvalid', 'The body must be a JSON object.')
  return body as Record<string, Json>
}
