import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions'
import { z } from 'zod'
import { Fault } from '../../shared/domain/faults.ts'
import { hasAnyRole, type Principal } from '../../shared/domain/person.ts'
import { identifyPerson } from '../../shared/operations/identify-person.ts'
import type { Ports } from '../../shared/ports.ts'
import { withOrchestrations } from '../night/with-orchestrations.ts'
import { answerHeaders } from './answer-headers.ts'
import { parsePrincipal } from './parse-principal.ts'
import { problemOf } from './problem.ts'
import type { RequestLimiter } from './request-limits.ts'
import type { Route } from './route.ts'

/** Largest JSON body in bytes; of files only models come through the API, each row says how large. */
const maxBodyBytes = 256 * 1024

export interface ServeOptions {
  readonly tenant: string
  /** The site's own origin; a page of another origin must not change anything with the person's cookie. */
  readonly publicOrigin: string
  /** One for all routes; without one nobody is held back. */
  readonly limiter?: RequestLimiter
}

const nobody: Principal = { id: 'anonymous', name: 'anonymous', roles: [], sites: [] }

/** Makes a row of the API into a handler: who asks, may they, is the input right, do it, answer. */
export function serveRoute(row: Route, ports: Ports, options: ServeOptions): HttpHandler {
  return async (request, context) => {
    try {
      return await serve(row, ports, request, context, options)
    } catch (error) {
      const problem = problemOf(error, context.invocationId)
      if (problem.status >= 500) context.error(row.name, error)
      return {
        status: problem.status,
        headers: { ...answerHeaders, ...retryAfter(problem.retryAfterSeconds), 'content-type': 'application/problem+json' },
        body: JSON.stringify(problem),
      }
    }
  }
}

async function serve(
  row: Route,
  ports: Ports,
  request: HttpRequest,
  context: InvocationContext,
  options: ServeOptions,
): Promise<HttpResponseInit> {
  options.limiter?.admit(request)
  const person = row.roles === 'anyone' ? nobody : await identify(ports, request, options)
  if (row.roles !== 'anyone' && !hasAnyRole(person, row.roles)) throw new Fault('role-missing', `It needs one of: ${row.roles.join(', ')}.`)
  if (row.method !== 'GET') refuseForeignOrigin(request, options.publicOrigin)
  if (row.roles !== 'anyone') options.limiter?.admitPerson(person.id, row.counts ?? (row.method === 'GET' ? 'reads' : 'writes'))

  const found = await row.run(row.needsOrchestrations ? withOrchestrations(ports, context) : ports, {
    person,
    params: check(row.params ?? z.strictObject({}), request.params, 'path'),
    query: check(row.query ?? z.strictObject({}), singleValues(request.query), 'query'),
    body: row.body === undefined ? undefined : check(row.body, await readJson(request), 'body'),
    file: row.upload === undefined ? new Uint8Array() : await readUpload(request, row.upload),
    version: request.headers.get('if-match')?.replace(/^(?:W\/)?"(.*)"$/, '$1'),
  })

  const status = row.status ?? 200
  if (status === 204) return { status, headers: answerHeaders }
  // What the document does not name does not go out: stored rows hold more than is meant for callers.
  const answer = row.answer.parse(found)
  const version: Record<string, string> =
    typeof answer === 'object' && answer !== null && 'version' in answer ? { etag: `"${answer.version}"` } : {}
  const location = redirection(answer)
  if (location !== undefined) return { status: 302, headers: { ...answerHeaders, location } }
  return { status, headers: { ...answerHeaders, ...version, 'content-type': 'application/json' }, body: JSON.stringify(answer) }
}

async function identify(ports: Ports, request: HttpRequest, { tenant, limiter }: ServeOptions): Promise<Principal> {
  try {
    return await identifyPerson(ports, parsePrincipal(request.headers.get('x-ms-client-principal'), tenant))
  } catch (error) {
    if (error instanceof Fault && error.kind === 'unauthenticated') limiter?.noteStranger(request)
    throw error
  }
}

function retryAfter(seconds: number | undefined): Record<string, string> {
  return seconds === undefined ? {} : { 'retry-after': String(seconds) }
}

/** An answer `{ redirect }` sends a browser on to a picture or a clip. */
function redirection(answer: unknown): string | undefined {
  return typeof answer === 'object' && answer !== null && 'redirect' in answer ? String(answer.redirect) : undefined
}

/** Browsers say where a request comes from; a form or script of another site must not act for the person. */
function refuseForeignOrigin(request: HttpRequest, publicOrigin: string): void {
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site')
  const isForeign = (origin !== null && origin !== publicOrigin) || site === 'cross-site' || site === 'same-site'
  if (isForeign) throw new Fault('origin-foreign')
}

/** A name given twice is refused: two readers of the same query could take different ones. */
function singleValues(query: URLSearchParams): Record<string, string> {
  const values: Record<string, string> = Object.create(null)
  for (const [name, value] of query) {
    if (name in values) throw new Fault('input-invalid', `query: ${name} is given more than once.`)
    values[name] = value
  }
  return { ...values }
}

async function readJson(request: HttpRequest): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  // Anything else could be sent by a plain form of another site without asking first.
  if (!/^application\/json\s*(;|$)/i.test(type)) throw new Fault('input-invalid', 'body: expected content-type application/json.')
  const bytes = Buffer.from(await request.arrayBuffer())
  if (bytes.length > maxBodyBytes) throw new Fault('input-invalid', `body: ${bytes.length} bytes, at most ${maxBodyBytes} are taken.`)
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw new Fault('input-invalid', 'body: this is not JSON.', { cause })
  }
}

async function readUpload(request: HttpRequest, { contentType, maxBytes }: NonNullable<Route['upload']>): Promise<Uint8Array> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (type !== contentType) throw new Fault('input-invalid', `body: expected content-type ${contentType}.`)
  const told = Number(request.headers.get('content-length') ?? 0)
  const bytes = told > maxBytes ? undefined : new Uint8Array(await request.arrayBuffer())
  if (bytes === undefined || bytes.length > maxBytes)
    throw new Fault('input-invalid', `body: ${bytes?.length ?? told} bytes, at most ${maxBytes} are taken.`)
  return bytes
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown, part: string): z.infer<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const problems = result.error.issues.slice(0, 5).map((issue) => `${[part, ...issue.path].join('.')}: ${issue.message}`)
  throw new Fault('input-invalid', problems.join('; '))
}
