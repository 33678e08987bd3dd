import { join } from 'node:path'
import type { DataFolder } from './data-folder.ts'
import { managementToken, registryId, trainingDatastore, workspaceId } from './function-app-settings.ts'
import type { Ports } from './ports.ts'
import { readyJson } from './service.ts'
import type { ServiceStarter } from './service-starter.ts'

/** Starts what stands for the container registry of a plant. */
export async function startRegistry(start: ServiceStarter, root: string, data: DataFolder, ports: Ports): Promise<void> {
  await start({
    name: 'container registry',
    program: join(root, 'local/container-registry/main.ts'),
    args: ['--data', data.of('container-registry'), '--port', String(ports.registry)],
    ready: (line) => readyJson<{ url: string }>(line),
  })
}

/** Starts what stands for Azure Resource Manager: it trains models and builds images, and tells the function app of its jobs. */
export async function startManagement(start: ServiceStarter, root: string, data: DataFolder, ports: Ports, storage: string): Promise<void> {
  await start({
    name: 'management',
    program: join(root, 'local/management/main.ts'),
    args: [
      ...['--folder', data.of('management'), '--storage', storage, '--port', String(ports.management), '--token', managementToken],
      ...['--workspace', workspaceId, '--datastore', `${trainingDatastore}=training`],
      ...['--registry', registryId, '--registry-url', `http://127.0.0.1:${ports.registry}`],
      ...['--events', `http://127.0.0.1:${ports.api}/runtime/webhooks/eventgrid?functionName=run-changed`],
    ],
    ready: (line) => readyJson<{ url: string }>(line),
  })
}
