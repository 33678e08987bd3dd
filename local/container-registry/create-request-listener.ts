import { open } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Answer, RepositoryRequest } from './answer.ts'
import { answerBlob } from './answer-blob.ts'
import { answerCatalog, answerReferrers, answerTags } from './answer-lists.ts'
import { answerManifest } from './answer-manifest.ts'
import { answerUpload, beginUpload } from './answer-upload.ts'
import type { Content } from './content.ts'
import { checkRepository } from './names.ts'
import { RegistryError } from './registry-error.ts'
import type { Repositories } from './repositories.ts'
import type { Uploads } from './uploads.ts'

export interface RegistryContext {
  readonly content: Content
  readonly repositories: Repositories
  readonly uploads: Uploads
}

type Work = (context: RegistryContext, request: RepositoryRequest, last: string) => Promise<Answer>

/** Names of repositories have slashes, so what comes after them is looked for from the end. */
const routes: readonly (readonly [RegExp, Work])[] = [
  [/^\/v2\/(.+)\/blobs\/uploads\/()$/, beginUpload],
  [/^\/v2\/(.+)\/blobs\/uploads\/([^/]+)$/, answerUpload],
  [/^\/v2\/(.+)\/blobs\/([^/]+)$/, answerBlob],
  [/^\/v2\/(.+)\/manifests\/([^/]+)$/, answerManifest],
  [/^\/v2\/(.+)\/referrers\/([^/]+)$/, answerReferrers],
  [/^\/v2\/(.+)\/tags\/(list)$/, answerTags],
]

export function createRequestListener(context: RegistryContext): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    respond(context, request)
      .catch(answerError)
      .then((answer) => write(request, response, answer))
      // Whoever asked went away in the middle.
      .catch(() => response.destroy())
  }
}

async function respond(context: RegistryContext, request: IncomingMessage): Promise<Answer> {
  const { method = 'GET', headers } = request
  // A web page of another origin could otherwise come in through a name that it points at loopback.
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(headers.host ?? ''))
    throw new RegistryError('DENIED', 'This registry answers to loopback names only.')
  const url = new URL(request.url ?? '/', 'http://localhost')
  const path = decodeURIComponent(url.pathname)
  if (path === '/v2/' || path === '/v2') return { status: 200, body: {} }
  if (path === '/v2/_catalog') return answerCatalog(context, url.searchParams)
  for (const [pattern, work] of routes) {
    const match = pattern.exec(path)
    if (match === null) continue
    const name = checkRepository(match[1]!)
    return work(context, { method, name, query: url.searchParams, headers, body: request }, match[2]!)
  }
  throw new RegistryError('NAME_UNKNOWN', `There is nothing at ${path}.`)
}

function answerError(error: unknown): Answer {
  if (error instanceof RegistryError) return { status: error.status, headers: error.headers, body: error.body }
  if (error instanceof URIError) return answerError(new RegistryError('NAME_INVALID', 'The path is not encoded as it should be.'))
  console.error(error)
  return { status: 500, body: { errors: [{ code: 'UNKNOWN', message: 'The registry failed; its console says why.', detail: {} }] } }
}

async function write(request: IncomingMessage, response: ServerResponse, { status, headers, body, file }: Answer): Promise<void> {
  // An answer to a request whose body nobody wanted: it is read all the same, or the connection would break before the answer is seen.
  if (!request.readableEnded) request.resume()
  const bytes = body === undefined || body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body))
  const isJson = bytes !== undefined && bytes !== body
  response.writeHead(status, {
    'docker-distribution-api-version': 'registry/2.0',
    'x-content-type-options': 'nosniff',
    ...(isJson && { 'content-type': 'application/json; charset=utf-8' }),
    ...(file === undefined && status !== 204 && { 'content-length': String(bytes?.length ?? 0) }),
    ...headers,
  })
  if (request.method === 'HEAD' || file === undefined || file.end < file.start) {
    response.end(request.method === 'HEAD' ? undefined : bytes)
    return
  }
  // Opened first: a stream that opens by itself does so even after its reader has gone, and then fails where nobody listens.
  const handle = await open(file.path)
  await pipeline(handle.createReadStream({ start: file.start, end: file.end }), response)
}
