import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Answer, errorAnswer } from './answer.ts'
import { maxRequestBytes, type RateLimits, type Throttle } from './limits.ts'
import type { Outbox } from './outbox.ts'
import { answerPage } from './outbox-page/answer-page.ts'
import { streamOutbox } from './outbox-page/stream-outbox.ts'
import { readEmailStatus, receiveEmail } from './receive-email.ts'
import { receiveSms } from './receive-sms.ts'
import { verifySignature } from './verify-signature.ts'

export interface ServiceContext {
  readonly key: string
  readonly outbox: Outbox
  readonly now: () => Date
  readonly limits: RateLimits | undefined
  readonly throttle: Throttle
}

export function createRequestListener(context: ServiceContext): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    respond(request, response, context).catch((error: unknown) => {
      console.error(error)
      if (response.headersSent) response.destroy()
      else write(response, errorAnswer(500, 'InternalServerError', 'The service failed; its console says why.'))
    })
  }
}

async function respond(request: IncomingMessage, response: ServerResponse, context: ServiceContext): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  // A web page of another origin could otherwise reach the outbox through a name that it points at loopback.
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? ''))
    return write(response, errorAnswer(403, 'Forbidden', 'This service answers to loopback names only.'))
  if (request.method === 'GET' && url.pathname === '/outbox/events') return streamOutbox(request, response, context.outbox)
  const page = request.method === 'GET' ? answerPage(url, context.outbox) : undefined
  write(response, page ?? (await answerApi(request, url, context)))
}

async function answerApi(request: IncomingMessage, url: URL, context: ServiceContext): Promise<Answer> {
  const body = await readBody(request)
  if (body === undefined) return errorAnswer(413, 'RequestTooLarge', `At most ${maxRequestBytes} bytes are allowed.`)
  const problem = verifySignature(request, body, context.key)
  if (problem !== undefined) return errorAnswer(401, 'Denied', problem)
  const apiVersion = url.searchParams.get('api-version')
  if (apiVersion === null) return errorAnswer(400, 'MissingApiVersionParameter', 'The query must name an api-version.')
  const emailContext = { ...context, origin: `http://${request.headers.host}`, apiVersion }
  const operation = /^\/emails\/operations\/([^/]+)$/.exec(url.pathname)?.[1]
  if (request.method === 'GET' && operation !== undefined) return readEmailStatus(operation, emailContext)
  if (request.method !== 'POST') return errorAnswer(404, 'NotFound', `There is no ${request.method} ${url.pathname}.`)
  switch (url.pathname) {
    case '/sms':
      return receiveSms(parseJson(body), context)
    case '/emails:send':
      return receiveEmail(parseJson(body), request.headers['operation-id']?.toString(), emailContext)
    default:
      return errorAnswer(404, 'NotFound', `There is no POST ${url.pathname}.`)
  }
}

/** Undefined when the body is too large; the rest of it is read and thrown away, so that the client sees the answer. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= maxRequestBytes) chunks.push(chunk)
  }
  return bytes <= maxRequestBytes ? Buffer.concat(chunks) : undefined
}

/** What cannot be read fails the schema of whoever asked for it. */
function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  const isJson = typeof body === 'object' && !(body instanceof Uint8Array)
  response.writeHead(status, {
    ...(isJson ? { 'content-type': 'application/json; charset=utf-8' } : {}),
    'x-content-type-options': 'nosniff',
    ...headers,
  })
  response.end(isJson ? JSON.stringify(body) : body)
}
