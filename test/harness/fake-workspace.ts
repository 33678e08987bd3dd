import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface FakeJob {
  readonly name: string
  /** As it was PUT. */
  readonly body: { readonly properties: Record<string, unknown> }
  /** In the workspace's own word. */
  status: string
  puts: number
  cancels: number
}

export interface FakeWorkspace {
  readonly url: string
  readonly token: string
  readonly jobs: Map<string, FakeJob>
  readonly models: Map<string, object>
  /** Whether a cancelled job ends. */
  obeys: boolean
  close(): Promise<void>
}

const ended = ['Completed', 'Failed', 'Canceled']

/**
 * The calls of a workspace that a trainer makes, over real HTTP, with jobs that do what the test says. A second PUT under
 * the same name starts the job anew: who does that trains twice.
 */
export async function startFakeWorkspace(): Promise<FakeWorkspace> {
  const server = createServer(async (request, response) => answer(request, response, workspace))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const workspace: FakeWorkspace = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: 'token',
    jobs: new Map(),
    models: new Map(),
    obeys: true,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return workspace
}

async function answer(request: IncomingMessage, response: ServerResponse, workspace: FakeWorkspace): Promise<void> {
  const body = await text(request)
  const send = (status: number, content?: object) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(content === undefined ? '' : JSON.stringify(content))
  }
  if (request.headers.authorization !== `Bearer ${workspace.token}`) return send(401, { error: { code: 'InvalidToken', message: 'Who?' } })
  const url = new URL(request.url ?? '', workspace.url)
  const [, path = ''] = /\/workspaces\/[^/]+\/(.*)$/.exec(url.pathname) ?? []
  if (!url.searchParams.has('api-version')) return send(400, { error: { code: 'MissingApiVersionParameter', message: 'Which?' } })
  const [kind, name = '', action] = path.split('/')
  if (kind === 'models') return answerModel(request.method, path, body, workspace, send)
  if (kind !== 'jobs') return send(404, { error: { code: 'NotFound', message: path } })
  const job = workspace.jobs.get(name)
  if (request.method === 'PUT') {
    const put: FakeJob = { name, body: JSON.parse(body), status: 'Queued', puts: (job?.puts ?? 0) + 1, cancels: 0 }
    workspace.jobs.set(name, put)
    return send(201, { name, properties: { ...put.body.properties, status: put.status } })
  }
  if (job === undefined) return send(404, { error: { code: 'JobNotFound', message: name } })
  if (action !== 'cancel') return send(200, { name, properties: { ...job.body.properties, status: job.status } })
  if (ended.includes(job.status)) return send(400, { error: { code: 'JobIsOver', message: job.status } })
  job.cancels++
  job.status = workspace.obeys ? 'Canceled' : 'CancelRequested'
  send(202)
}

function answerModel(
  method: string | undefined,
  path: string,
  body: string,
  { models }: FakeWorkspace,
  send: (status: number, content?: object) => void,
): void {
  if (method === 'PUT') models.set(path, JSON.parse(body))
  const model = models.get(path)
  if (model === undefined) send(404, { error: { code: 'ModelNotFound', message: path } })
  else send(200, model)
}
