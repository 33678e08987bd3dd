import { BlobServiceClient } from '@azure/storage-blob'
import { armError, type ManagementAnswer, type ManagementRequest } from '../provider.ts'
import { pageOf } from './page-of.ts'
import type { Workspace } from './workspace-options.ts'

/** `datastores` and `computes`: those that this machine has, to be read only. */
export function answerResources(
  request: ManagementRequest,
  [kind, name]: readonly string[],
  workspace: Workspace,
  workspaceId: string,
): ManagementAnswer | undefined {
  if (request.method !== 'GET') return armError(403, 'ReadOnly', `The ${kind} of this workspace are given when it is started.`)
  const all = kind === 'datastores' ? Object.keys(workspace.datastores) : [workspace.compute]
  const toBody = (each: string) => ({
    ...{ id: `${workspaceId}/${kind}/${each}`, name: each, type: `Microsoft.MachineLearningServices/workspaces/${kind}` },
    properties: kind === 'datastores' ? datastore(each, workspace) : compute(),
  })
  if (name === undefined) return pageOf(request, all.map(toBody))
  if (all.includes(name)) return { status: 200, body: toBody(name) }
  return armError(404, 'ResourceNotFound', `There is no ${kind}/${name}; there is ${all.join(', ')}.`)
}

/** The workspace itself. */
export function answerWorkspace({ method }: ManagementRequest, workspaceId: string): ManagementAnswer | undefined {
  if (method !== 'GET') return undefined
  const name = workspaceId.split('/').at(-1)!
  const facts = { friendlyName: name, workspaceId: '00000000-0000-0000-0000-000000000000', provisioningState: 'Succeeded' }
  return {
    status: 200,
    body: { id: workspaceId, name, type: 'Microsoft.MachineLearningServices/workspaces', location: 'laptop', properties: facts },
  }
}

/** No key leaves the service: whoever may not read the storage does not learn it here. */
function datastore(name: string, { datastores }: Workspace): object {
  const { connectionString, container } = datastores[name]!
  const { accountName, url } = BlobServiceClient.fromConnectionString(connectionString)
  const { protocol, host } = new URL(url)
  return {
    ...{ datastoreType: 'AzureBlob', accountName, containerName: container, endpoint: host, protocol: protocol.slice(0, -1) },
    ...{ credentials: { credentialsType: 'None' }, isDefault: Object.keys(datastores)[0] === name },
  }
}

function compute(): object {
  const properties = { scaleSettings: { minNodeCount: 0, maxNodeCount: 1 }, osType: process.platform === 'win32' ? 'Windows' : 'Linux' }
  return { computeType: 'AmlCompute', isAttachedCompute: false, provisioningState: 'Succeeded', properties }
}
