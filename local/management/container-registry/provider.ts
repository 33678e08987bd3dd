import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { createOciImageRegistry } from '../../../shared/adapters/oci-image-registry.ts'
import { armError, type ManagementAnswer, type ManagementRequest, type Provider } from '../provider.ts'
import { type BuildRun, type BuildRuns, newRunId, openBuildRuns } from './build-runs.ts'
import { readDockerBuild } from './docker-build.ts'
import { type FileDoor, openFileDoor } from './file-door.ts'
import { openTaskRuns, type TaskRun, type TaskRuns } from './task-runs.ts'

export interface ContainerRegistryOptions {
  readonly registryId: string
  /** Of the registry that the builds read from and push to. */
  readonly registryUrl: string
  readonly folder: string
}

interface Tasks {
  readonly options: ContainerRegistryOptions
  readonly runs: BuildRuns
  readonly taskRuns: TaskRuns
  readonly files: FileDoor
}

/** The build tasks of Microsoft.ContainerRegistry, done by a small builder in this process. Builds that were under way go on. */
export async function createContainerRegistryProvider(options: ContainerRegistryOptions): Promise<Provider> {
  const { folder, registryUrl, registryId } = options
  mkdirSync(folder, { recursive: true })
  const files = await openFileDoor(folder)
  const registry = createOciImageRegistry({ url: registryUrl })
  const mount = (repository: string, digest: string, from: string) => mountBlob(registryUrl, repository, digest, from)
  const tasks = { options, files, taskRuns: openTaskRuns(folder), runs: openBuildRuns({ folder, registry, mount }) }
  return {
    handle: async (request) => {
      const [collection, name, ...rest] = request.segments
      if (collection?.toLowerCase() !== 'registries') return undefined
      if (`${request.scope}/registries/${name}`.toLowerCase() !== registryId.toLowerCase())
        return armError(404, 'ResourceNotFound', `The resource ${request.scope}/registries/${name} was not found; there is ${registryId}.`)
      return answer(request, rest, tasks)
    },
    close: async () => {
      await files.close()
      await tasks.runs.close()
    },
  }
}

function answer(request: ManagementRequest, path: readonly string[], tasks: Tasks): ManagementAnswer | undefined {
  const [kind = '', name, action] = path
  const { method, body } = request
  switch (`${method} ${kind.toLowerCase()}${name === undefined ? '' : '/'}${action === undefined ? '' : `/${action.toLowerCase()}`}`) {
    case 'POST listbuildsourceuploadurl': {
      const relativePath = `${randomUUID()}.tar.gz`
      return { status: 200, body: { uploadUrl: `${tasks.files.url}/source/${relativePath}`, relativePath } }
    }
    case 'POST schedulerun': {
      const build = readDockerBuild(body)
      if (typeof build === 'string') return armError(400, 'InvalidRunRequest', build)
      return { status: 200, body: viewOfRun(tasks, tasks.runs.begin(build)) }
    }
    case 'GET runs':
      return { status: 200, body: { value: tasks.runs.list().map((run) => viewOfRun(tasks, run)) } }
    case 'GET runs/':
      return withRun(tasks, name!, (run) => ({ status: 200, body: viewOfRun(tasks, run) }))
    case 'POST runs//listlogsasurl':
      return withRun(tasks, name!, ({ runId }) => ({ status: 200, body: { logLink: `${tasks.files.url}/logs/${runId}.log` } }))
    case 'POST runs//cancel':
      return withRun(tasks, name!, ({ runId }) => {
        tasks.runs.cancel(runId)
        return { status: 200 }
      })
    case 'PUT taskruns/':
      return putTaskRun(tasks, name!, body)
    case 'GET taskruns/': {
      const found = tasks.taskRuns.find(name!)
      return found ? { status: 200, body: viewOfTaskRun(tasks, found) } : notFound(`taskRuns/${name}`)
    }
    case 'DELETE taskruns/':
      tasks.taskRuns.remove(name!)
      return { status: 200 }
    default:
      return undefined
  }
}

/** https://learn.microsoft.com/rest/api/containerregistry/task-runs/create */
function putTaskRun(tasks: Tasks, name: string, body: unknown): ManagementAnswer {
  if (!/^[A-Za-z0-9-]{5,50}$/.test(name))
    return armError(400, 'InvalidTaskRunName', 'The name must have 5 to 50 letters, digits and hyphens.')
  const { runRequest, forceUpdateTag } =
    ((body ?? {}) as { properties?: { runRequest?: unknown; forceUpdateTag?: string } }).properties ?? {}
  const build = readDockerBuild(runRequest)
  if (typeof build === 'string') return armError(400, 'InvalidRunRequest', build)
  const known = tasks.taskRuns.find(name)
  if (known !== undefined && tasks.taskRuns.isSame(known, { runRequest, forceUpdateTag }))
    return { status: 200, body: viewOfTaskRun(tasks, known) }
  // The name first: a run that was begun before it could be forgotten would be begun twice.
  const taskRun = { name, runRequest, forceUpdateTag, runId: newRunId() }
  tasks.taskRuns.save(taskRun)
  return { status: 201, body: viewOfTaskRun(tasks, taskRun) }
}

function withRun(tasks: Tasks, runId: string, work: (run: BuildRun) => ManagementAnswer): ManagementAnswer {
  const run = tasks.runs.find(runId)
  return run === undefined ? notFound(`runs/${runId}`) : work(run)
}

const notFound = (what: string) => armError(404, 'ResourceNotFound', `There is no ${what}.`)

function viewOfRun({ options }: Tasks, run: BuildRun) {
  const { runId, status, build, createTime, startTime, finishTime, digest, problem } = run
  const { repository, tag, platform } = build
  const isOver = status !== 'Queued' && status !== 'Running'
  return {
    id: `${options.registryId}/runs/${runId}`,
    name: runId,
    type: 'Microsoft.ContainerRegistry/registries/runs',
    properties: {
      ...{ runId, status, createTime, startTime, finishTime, platform, runType: 'QuickRun', isArchiveEnabled: false },
      provisioningState: isOver ? (status === 'Succeeded' ? 'Succeeded' : 'Failed') : 'Creating',
      ...(digest !== undefined && { outputImages: [{ registry: new URL(options.registryUrl).host, repository, tag, digest }] }),
      ...(problem !== undefined && { runErrorMessage: problem }),
    },
  }
}

/** Begins the run if that was not done before a crash. */
function viewOfTaskRun(tasks: Tasks, { name, runRequest, forceUpdateTag, runId }: TaskRun) {
  const build = readDockerBuild(runRequest)
  const run = tasks.runs.find(runId) ?? (typeof build === 'string' ? undefined : tasks.runs.begin(build, runId))
  const runResult = run && viewOfRun(tasks, run)
  return {
    id: `${tasks.options.registryId}/taskRuns/${name}`,
    name,
    type: 'Microsoft.ContainerRegistry/registries/taskRuns',
    properties: { provisioningState: runResult?.properties.provisioningState ?? 'Creating', runRequest, forceUpdateTag, runResult },
  }
}

async function mountBlob(registryUrl: string, repository: string, digest: string, from: string): Promise<void> {
  const query = new URLSearchParams({ mount: digest, from })
  const mounted = await fetch(`${registryUrl}/v2/${repository}/blobs/uploads/?${query}`, { method: 'POST' })
  await mounted.body?.cancel()
  if (mounted.status !== 201) throw new Error(`The registry does not lend ${digest} of ${from} to ${repository} (${mounted.status}).`)
}
