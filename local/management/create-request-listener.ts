import { randomUUID, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { armError, type ManagementAnswer, type ManagementRequest, type Provider } from './provider.ts'

export interface FrontDoor {
  /** The bearer token that every request must carry. */
  readonly token: string
  /** By namespace, in lower case. */
  readonly providers: ReadonlyMap<string, Provider>
  readonly log: (line: string) => void
}

// Azure Resource Manager takes bodies of 4 MB.
const maxBodyBytes = 4 * 1024 * 1024
const path = /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?\/providers\/([^/]+)((?:\/[^/]+)*)\/?$/i

export function createRequestListener(door: FrontDoor): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    answer(request, door)
      .catch((error: unknown) => {
        door.log(error instanceof Error ? (error.stack ?? error.message) : String(error))
        return armError(500, 'InternalServerError', 'The service failed; its console says why.')
      })
      .then((found) => write(request, response, found))
  }
}

async function answer(request: IncomingMessage, { token, providers }: FrontDoor): Promise<ManagementAnswer> {
  const text = await readBody(request)
  // A web page of another origin could otherwise reach us through a name that it points at loopback.
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? ''))
    return armError(403, 'Forbidden', 'This service answers to loopback names only.')
  if (!isAllowed(request.headers.authorization, token))
    return {
      ...armError(
        401,
        'AuthenticationFailed',
        "Authentication failed. The 'Authorization' header is missing or its token is not the right one.",
      ),
      headers: { 'www-authenticate': 'Bearer' },
    }
  if (text === undefined) return armError(413, 'RequestContentTooLarge', `At most ${maxBodyBytes} bytes are allowed.`)
  const url = new URL(request.url ?? '/', 'http://localhost')
  const found = path.exec(url.pathname)
  if (found === null) return armError(404, 'NotFound', `There is no ${url.pathname}.`)
  const apiVersion = url.searchParams.get('api-version')
  if (apiVersion === null || apiVersion === '')
    return armError(400, 'MissingApiVersionParameter', 'The api-version query parameter (?api-version=) is required for all requests.')
  if (!/^\d{4}-\d\d-\d\d(-[a-z]+)?$/.test(apiVersion))
    return armError(400, 'InvalidApiVersionParameter', `The api-version '${apiVersion}' is not a date such as 2024-10-01.`)
  const body = parseBody(text)
  if (body === unreadable) return armError(400, 'InvalidRequestContent', 'The request content was not valid JSON.')
  const [, subscription, resourceGroup, namespace, rest] = found
  const segments = decodeSegments(rest!)
  if (segments === undefined) return armError(400, 'InvalidResourceName', 'The path is not well encoded.')
  const provider = providers.get(namespace!.toLowerCase())
  if (provider === undefined) return armError(404, 'InvalidResourceNamespace', `The resource namespace '${namespace}' is invalid.`)

  const asked: ManagementRequest = {
    ...{ method: request.method ?? 'GET', origin: `http://${request.headers.host}`, subscription: subscription!, resourceGroup },
    ...{ scope: url.pathname.slice(0, url.pathname.length - rest!.length).replace(/\/$/, ''), segments, query: url.searchParams },
    ...{ apiVersion, body },
  }
  return (
    (await provider.handle(asked)) ??
    armError(404, 'InvalidResourceType', `The resource type of '${asked.method} ${url.pathname}' is not served by ${namespace}.`)
  )
}

function isAllowed(header: string | undefined, token: string): boolean {
  const given = Buffer.from(/^Bearer (.+)$/i.exec(header ?? '')?.[1] ?? '')
  const wanted = Buffer.from(token)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

const unreadable = Symbol('unreadable')

function parseBody(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return unreadable
  }
}

/** Undefined when a segment cannot be decoded. Dots as a whole name are left to nobody: names become files. */
function decodeSegments(rest: string): string[] | undefined {
  try {
    return rest
      .split('/')
      .filter((each) => each !== '')
      .map(decodeURIComponent)
  } catch {
    return undefined
  }
}

/** Undefined when the body is too large; the rest of it is read and thrown away, so that the client sees the answer. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= maxBodyBytes) chunks.push(chunk)
  }
  return bytes <= maxBodyBytes ? Buffer.concat(chunks).toString('utf8') : undefined
}

function write(request: IncomingMessage, response: ServerResponse, { status, headers, body }: ManagementAnswer): void {
  response.writeHead(status, {
    'x-ms-request-id': randomUUID(),
    'x-ms-correlation-request-id': String(request.headers['x-ms-correlation-request-id'] ?? randomUUID()),
    ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...headers,
  })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}
