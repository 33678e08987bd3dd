import { Fault } from '../domain/faults.ts'
import type { JobStatus, TrainingJob } from '../domain/training-job.ts'
import type { Trainer } from '../ports.ts'
import { jobBody, type Workspace } from './azure-ml-job.ts'
import { type ResourceAnswer, type ResourceManager, refusalOf } from './azure-resource-manager.ts'

/** https://learn.microsoft.com/rest/api/azureml/jobs */
const apiVersion = '2024-10-01'
const submissions = 3

/** In small letters: events and answers spell them differently. What is not here (`Running`, `NotResponding`, `Unknown` …) may still come to something. */
const states: Readonly<Record<string, JobStatus['state']>> = {
  notstarted: 'queued',
  starting: 'queued',
  provisioning: 'queued',
  preparing: 'queued',
  queued: 'queued',
  scheduled: 'queued',
  paused: 'queued',
  completed: 'completed',
  failed: 'failed',
  canceled: 'cancelled',
}

/** An Azure Machine Learning workspace, over a datastore whose container is the training cache. */
export function createAzureMlTrainer(manager: ResourceManager, workspace: Workspace): Trainer {
  const get = (path: string) => manager.call('GET', `${workspace.id}/${path}`, apiVersion)

  async function find(name: string): Promise<JobStatus | undefined> {
    const answer = await get(`jobs/${name}`)
    if (answer.status === 404) return undefined
    const { status = 'Unknown', properties } = accepted(answer) as { status?: string; properties?: Record<string, unknown> }
    const reason = properties?.['errorMessage'] ?? properties?.['error']
    return {
      state: states[status.toLowerCase()] ?? 'running',
      detail: [status, reason].filter((part) => typeof part === 'string').join(': '),
    }
  }

  return {
    find,

    async submit(job: TrainingJob) {
      const body = jobBody(workspace, job)
      for (let round = 1; (await find(job.name)) === undefined; round++) {
        try {
          // When the answer is lost, the job may run, and what a second PUT does to it nobody promises.
          accepted(await manager.call('PUT', `${workspace.id}/jobs/${job.name}`, apiVersion, body, true))
          return
        } catch (error) {
          const mayPass = error instanceof Fault && error.code === 'management-unavailable'
          if (!mayPass || round === submissions) throw error
        }
      }
    },

    async cancel(name) {
      const answer = await manager.call('POST', `${workspace.id}/jobs/${name}/cancel`, apiVersion)
      if (answer.status < 300 || answer.status === 404) return
      const job = await find(name)
      // One that ended meanwhile cannot be cancelled, and need not be.
      if (job === undefined || job.state === 'queued' || job.state === 'running') throw refusalOf(answer)
    },

    async registerModel({ name, version, run, dataset, digest, cardSha256, commit }, path) {
      const place = `models/${name}/versions/${version}`
      const known = await get(place)
      if (known.status !== 404) {
        accepted(known)
        return
      }
      const tags = { digest, cardSha256, ...(dataset !== undefined && { dataset }), ...(commit !== undefined && { commit }) }
      const properties = {
        modelType: 'custom_model',
        modelUri: `azureml://datastores/${workspace.datastore}/paths/${path}`,
        ...(run !== undefined && { jobName: run }),
        ...{ tags, properties: {}, isArchived: false },
      }
      accepted(await manager.call('PUT', `${workspace.id}/${place}`, apiVersion, { properties }))
    },

    pathUrl: (path) => {
      const place = workspace.id.replace(/\/resourceGroups\//i, '/resourcegroups/').replace(/\/providers\/[^/]+\//i, '/')
      return `azureml:/${place}/datastores/${workspace.datastore}/paths/${path}`
    },
  }
}

/** The properties of the resource. @throws what the service said, unless it did as it was asked */
function accepted(answer: ResourceAnswer): unknown {
  if (answer.status >= 300) throw refusalOf(answer)
  return (answer.body as { properties?: unknown } | undefined)?.properties ?? {}
}
