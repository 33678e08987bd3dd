import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, type TestContext } from 'node:test'
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { createMachineLearningProvider, type MachineLearningOptions } from '../../../local/management/machine-learning/provider.ts'
import type { RunEvent } from '../../../local/management/machine-learning/run-events.ts'
import { startManagement } from '../../../local/management/start.ts'

export const workspaceId =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/laptop/providers/Microsoft.MachineLearningServices/workspaces/laptop'
export const token = 'the-token'

/** One storage for all tests of a file. */
export function useStorage() {
  let azurite: RunningAzurite
  let container: ContainerClient
  before(async () => {
    azurite = await startAzurite()
    container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('training')
    await container.create()
  })
  after(() => azurite.close())
  return {
    get connectionString() {
      return azurite.connectionString
    },
    write: (path: string, text: string) => container.getBlockBlobClient(path).upload(text, Buffer.byteLength(text)),
    read: async (path: string) => (await container.getBlobClient(path).downloadToBuffer()).toString('utf8'),
    async list(prefix: string): Promise<string[]> {
      const names = []
      for await (const { name } of container.listBlobsFlat({ prefix })) names.push(name)
      return names
    },
    /** Puts a folder of this machine there. */
    async upload(folder: string, prefix: string): Promise<void> {
      for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
        if (!entry.isFile()) continue
        const path = join(entry.parentPath, entry.name)
        await container.getBlockBlobClient(`${prefix}/${path.slice(folder.length + 1)}`).uploadFile(path)
      }
    },
  }
}
export type TestStorage = ReturnType<typeof useStorage>

export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'management-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A workspace of this process, whose programs are those of PATH and Node by the name `node-here`. */
export async function startWorkspace(t: TestContext, storage: TestStorage, options: Partial<MachineLearningOptions> = {}) {
  const folder = options.folder ?? (await temporaryFolder(t))
  const provider = createMachineLearningProvider({
    ...{ workspaceId, folder, mirrorEveryMs: 50, programs: { 'node-here': [process.execPath] } },
    datastores: { training: { connectionString: storage.connectionString, container: 'training' } },
    ...options,
  })
  const management = await startManagement({ token, providers: { 'Microsoft.MachineLearningServices': provider } })
  let isClosed = false
  const close = async () => {
    if (!isClosed) await management.close()
    isClosed = true
  }
  t.after(close)
  return { ...createCaller(management.url), folder, close }
}

export interface Called {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: an answer of the API, of which each test reads other parts
  readonly body: any
}

/** Calls below the workspace. */
export function createCaller(url: string) {
  const call = async (method: string, path: string, body?: unknown): Promise<Called> => {
    const response = await fetch(`${url}${workspaceId}${path}${path.includes('?') ? '&' : '?'}api-version=2024-10-01`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
  }
  /** The job as soon as its state is one of these. */
  const whenJob = async (name: string, ...states: string[]) => {
    for (;;) {
      const { body } = await call('GET', `/jobs/${name}`)
      if (states.includes(body.properties.status)) return body
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  return { url, call, whenJob, ended: (name: string) => whenJob(name, 'Completed', 'Failed', 'Canceled') }
}

/** The body of a command job over the folder `runs/{name}` of the datastore. */
export function jobBody(name: string, command: string, more: Record<string, unknown> = {}) {
  return {
    properties: {
      ...{ jobType: 'Command', command, experimentName: 'sightloop', tags: { site: 'plant-1' } },
      ...{ computeId: `${workspaceId}/computes/laptop`, environmentId: `${workspaceId}/environments/trainer/versions/1` },
      outputs: { model: { jobOutputType: 'uri_folder', uri: `azureml://datastores/training/paths/runs/${name}/` } },
      ...more,
    },
  }
}

/** Where events are sent: `answer` says with which status each is taken. */
export async function startReceiver(t: TestContext, answer: (event: RunEvent, count: number) => number = () => 202) {
  const taken: RunEvent[] = []
  let count = 0
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const events = JSON.parse(Buffer.concat(chunks).toString('utf8')) as RunEvent[]
    const status = Math.max(...events.map((event) => answer(event, ++count)))
    if (status < 300) taken.push(...events)
    response.writeHead(status).end()
    server.emit('events')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/runtime/webhooks/eventgrid?functionName=run-changed`,
    taken,
    async until(isSo: (taken: readonly RunEvent[]) => boolean): Promise<void> {
      while (!isSo(taken)) await once(server, 'events')
    },
  }
}
