import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { CorsSettings } from '../app/local-settings.ts'
import { isPlain } from '../invocation/direct-context.ts'
import type { HostContext } from '../invocation/host-context.ts'
import { answerAdmin } from './admin.ts'
import { answerThroughModel } from './answer-through-model.ts'
import { answerCors } from './cors.ts'
import type { DirectAnswer } from './direct-answer.ts'
import type { StreamForwarder } from './forward-stream.ts'
import { type HttpInput, readBody } from './http-input.ts'
import { type AccessKeys, isKeyGood } from './keys.ts'
import type { PlatformDoor } from './platform-door.ts'
import type { RouteMatch, Router } from './router.ts'

const webhookPath = '/runtime/webhooks/'

export interface HttpFront {
  readonly host: HostContext
  readonly router: Router
  readonly cors: CorsSettings
  readonly door: PlatformDoor | undefined
  /** Undefined = keys are not checked, as under `func start`. */
  readonly keys: AccessKeys | undefined
  /** Set when the app asked for streamed HTTP. */
  readonly streams: StreamForwarder | undefined
  /** The short way to a handler; undefined = always through the library's model. */
  readonly answerDirectly: DirectAnswer | undefined
}

/** @param opening resolves when the app is loaded; requests that come before wait for it. */
export function createHttpServer(opening: Promise<HttpFront>): Server {
  let front: HttpFront | undefined
  opening.then(
    (opened) => {
      front = opened
    },
    () => {},
  )
  return createServer({ maxHeaderSize: 32_768 }, (request, response) => {
    const answering = front === undefined ? opening.then((opened) => answer(request, response, opened)) : answer(request, response, front)
    answering.catch((error: unknown) => {
      // The client is gone, or our own code failed; the function's failures never come here.
      if (!request.destroyed) front?.host.log(`HTTP ${request.method} ${request.url?.split('?')[0]}: ${String(error)}`)
      if (!response.headersSent) sendEmpty(response, 500)
      else response.destroy()
    })
  })
}

async function answer(request: IncomingMessage, response: ServerResponse, front: HttpFront): Promise<void> {
  const { host, router, door } = front
  const url = request.url ?? '/'
  const end = url.indexOf('?')
  const path = end === -1 ? url : url.slice(0, end)
  const queryText = end === -1 ? '' : url.slice(end + 1)

  for (const [name, value] of Object.entries(host.settings.extensions.http.customHeaders)) response.setHeader(name, value)
  if (answerCors(request, response, front.cors)) return
  if (door?.answer !== undefined && (await door.answer(request, response))) return
  if (path.startsWith('/admin/')) {
    if (front.keys !== undefined && !isKeyGood(request, 'admin', undefined, front.keys)) return sendEmpty(response, 401)
    return answerAdmin(request, response, path, host, router)
  }
  const webhook = path.startsWith(webhookPath)
    ? host.types.webhooks.get(path.slice(webhookPath.length).split('/')[0]!.toLowerCase())
    : undefined
  if (webhook !== undefined) {
    if (front.keys !== undefined && !isKeyGood(request, 'system', undefined, front.keys)) return sendEmpty(response, 401)
    return webhook(request, response, host)
  }
  const found = router.find(request.method ?? 'GET', path)
  if (found === undefined) return path === '/' ? sendHomePage(response) : sendEmpty(response, 404)
  if (front.keys !== undefined && !isKeyGood(request, found.target.authLevel, found.target.fn.name, front.keys))
    return sendEmpty(response, 401)
  identifyPerson(request, door)
  await answerFunction(request, response, front, found, `http://${request.headers.host}${url}`, queryText)
}

async function answerFunction(
  request: IncomingMessage,
  response: ServerResponse,
  front: HttpFront,
  { target, params }: RouteMatch,
  url: string,
  queryText: string,
): Promise<void> {
  const { host } = front
  const maxBytes = host.settings.extensions.http.maxRequestBodySize
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
    // The body is not read, so the connection cannot be used again.
    response.shouldKeepAlive = false
    return sendEmpty(response, 413)
  }
  if (front.streams !== undefined) return front.streams.forward(request, response, target.fn, params)
  const reading = readBody(request)
  const body = reading === undefined ? undefined : await reading
  const input: HttpInput = { method: request.method ?? 'GET', url, queryText, headers: request.headers, params, body }
  // Without a return binding, what a handler returns is no answer.
  const hasAnswer = target.fn.metadata.bindings['$return'] !== undefined
  if (front.answerDirectly !== undefined && hasAnswer && isPlain(target.fn, host.registry))
    return front.answerDirectly(target.fn, input, response)
  await answerThroughModel(target.fn, input, response, host)
}

/** Only the platform may say who somebody is: what a client sent under these names is dropped. */
function identifyPerson(request: IncomingMessage, door: PlatformDoor | undefined): void {
  for (const name in request.headers) if (name.startsWith('x-ms-client-principal')) delete request.headers[name]
  const headers = door?.identify(request)
  if (headers !== undefined) Object.assign(request.headers, headers)
}

function sendEmpty(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-length': 0 }).end()
}

function sendHomePage(response: ServerResponse): void {
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    .end('<!doctype html><title>Functions</title><p>The function app is up and running.</p>')
}
