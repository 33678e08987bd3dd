import { armError, type ManagementAnswer, type ManagementRequest } from '../provider.ts'
import { isSame } from './is-same.ts'
import { readJobBody } from './job-body.ts'
import { planFolders } from './job-folders.ts'
import { hasEnded, type JobRecord } from './job-record.ts'
import type { JobStore } from './job-store.ts'
import { pageOf } from './page-of.ts'
import type { RunQueue } from './run-queue.ts'
import type { Workspace } from './workspace-options.ts'

export interface Jobs {
  readonly workspace: Workspace
  readonly store: JobStore
  readonly queue: RunQueue
  /** Of the workspace, as the caller wrote it. */
  readonly workspaceId: string
}

const jobName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,254}$/

/** `jobs`, `jobs/{name}` and `jobs/{name}/cancel`. */
export function answerJobs(request: ManagementRequest, [name, action]: readonly string[], jobs: Jobs): ManagementAnswer | undefined {
  const { method } = request
  if (name === undefined) return method === 'GET' ? list(request, jobs) : undefined
  if (action === undefined && method === 'PUT') return put(request, name, jobs)
  const job = jobs.store.find(name)
  if (job === undefined) return armError(404, 'ResourceNotFound', `There is no job '${name}'.`)
  if (action === undefined && method === 'GET') return { status: 200, body: toBody(job, jobs.workspaceId) }
  if (action === undefined && method === 'DELETE') return remove(job, jobs)
  if (action?.toLowerCase() === 'cancel' && method === 'POST') return cancel(request, job, jobs)
  return undefined
}

/** The name is the key: the same body again is the same job. Nothing is awaited, so two at once are one after the other. */
function put(request: ManagementRequest, name: string, jobs: Jobs): ManagementAnswer {
  const { workspace, store, queue, workspaceId } = jobs
  if (!jobName.test(name))
    return armError(400, 'ValidationError', `'${name}' is no name for a job: letters, digits, '-' and '_', at most 255.`)
  const properties = readJobBody(request.body, workspace.compute)
  if (typeof properties === 'string') return armError(400, 'ValidationError', properties)
  const folders = planFolders(name, properties, workspace.folder, Object.keys(workspace.datastores))
  if (typeof folders === 'string') return armError(400, 'ValidationError', folders)
  const known = store.find(name)
  if (known !== undefined && !isSame(known.properties, properties))
    return armError(409, 'Conflict', `The job '${name}' is there already, with another body. A job never changes.`)
  if (known !== undefined) return { status: 200, body: toBody(known, workspaceId) }
  const createdAt = new Date().toISOString()
  store.save({ name, properties, state: 'NotStarted', createdAt, attempt: 0, processes: [], events: [] })
  queue.add(store.find(name)!)
  return { status: 201, body: toBody(store.find(name)!, workspaceId) }
}

function cancel(request: ManagementRequest, job: JobRecord, { queue, workspaceId }: Jobs): ManagementAnswer {
  if (hasEnded(job)) return { status: 200 }
  queue.cancel(job)
  // Where the caller may wait: the job itself, whose GET is 200 at once.
  const location = `${request.origin}${workspaceId}/jobs/${job.name}?api-version=${request.apiVersion}`
  return { status: 202, headers: { location, 'retry-after': '1' } }
}

function remove(job: JobRecord, { store }: Jobs): ManagementAnswer {
  if (!hasEnded(job)) return armError(409, 'Conflict', `The job '${job.name}' is ${job.state}. Cancel it first.`)
  store.remove(job.name)
  return { status: 200 }
}

function list(request: ManagementRequest, { store, workspaceId }: Jobs): ManagementAnswer {
  const [jobType, tag] = [request.query.get('jobType'), request.query.get('tag')]
  const wanted = store
    .list()
    .filter(({ properties }) => jobType === null || properties.jobType === jobType)
    .filter(({ properties }) => tag === null || Object.hasOwn(properties.tags ?? {}, tag))
  return pageOf(
    request,
    [...wanted].reverse().map((job) => toBody(job, workspaceId)),
  )
}

function toBody(job: JobRecord, workspaceId: string): object {
  const { name, properties, state, reason, createdAt, startedAt, endedAt } = job
  // Azure keeps such words in the run's history, which has an API of its own.
  const facts = { StartTimeUtc: startedAt, EndTimeUtc: endedAt, errorMessage: reason }
  return {
    ...{ id: `${workspaceId}/jobs/${name}`, name, type: 'Microsoft.MachineLearningServices/workspaces/jobs' },
    properties: {
      ...properties,
      status: state,
      properties: { ...(properties['properties'] as object | null | undefined), ...facts },
      services: {},
    },
    systemData: { createdAt, createdBy: 'laptop', createdByType: 'Application' },
  }
}
