import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { armError, type ManagementRequest, type Provider } from '../provider.ts'
import { answerAssets, assetKinds } from './answer-assets.ts'
import { answerJobs } from './answer-jobs.ts'
import { answerResources, answerWorkspace } from './answer-resources.ts'
import { openAssetStore } from './asset-store.ts'
import { lockFolder } from './folder-lock.ts'
import { openJobStore } from './job-store.ts'
import { openRunQueue } from './run-queue.ts'
import { type WorkspaceOptions, withDefaults } from './workspace-options.ts'

/** The resource id of the workspace is what Event Grid calls the topic. */
export interface MachineLearningOptions extends WorkspaceOptions {
  readonly workspaceId: string
}

/** Microsoft.MachineLearningServices with one workspace, whose compute is this machine. Jobs that were under way go on. */
export function createMachineLearningProvider(options: MachineLearningOptions): Provider {
  if (Object.keys(options.datastores).length === 0) throw new Error('A workspace needs a datastore.')
  const workspace = withDefaults(options)
  mkdirSync(workspace.folder, { recursive: true })
  const unlock = lockFolder(workspace.folder)
  const store = openJobStore(join(workspace.folder, 'jobs'))
  const assets = openAssetStore(join(workspace.folder, 'assets'))
  const queue = openRunQueue(workspace, store, options.workspaceId)
  const { workspaceId } = options

  return {
    handle: async (request: ManagementRequest) => {
      const [collection, , kind, ...rest] = request.segments
      if (collection?.toLowerCase() !== 'workspaces') return undefined
      const asked = `${request.scope}/workspaces/${request.segments[1]}`
      if (asked.toLowerCase() !== workspaceId.toLowerCase())
        return armError(404, 'ResourceNotFound', `The resource ${asked} was not found; there is ${workspaceId}.`)
      const type = kind?.toLowerCase()
      if (type === undefined) return answerWorkspace(request, workspaceId)
      if (type === 'jobs') return answerJobs(request, rest, { workspace, store, queue, workspaceId })
      if (type === 'datastores' || type === 'computes') return answerResources(request, [type, ...rest], workspace, workspaceId)
      return assetKinds.has(type) ? answerAssets(request, [type, ...rest], assets, workspaceId) : undefined
    },
    close: async () => {
      await queue.close()
      unlock()
    },
  }
}
