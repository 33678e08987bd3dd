import { join } from 'node:path'
import { type AzuriteUrls, azuriteArguments, azuriteConnectionString, findAzuriteUrls } from '../azurite/start.ts'
import type { DataFolder } from './data-folder.ts'
import { functionAppSettings } from './function-app-settings.ts'
import type { HubFacts } from './module-access.ts'
import type { Ports } from './ports.ts'
import { readyJson, type Service } from './service.ts'
import type { ServiceStarter } from './service-starter.ts'

export interface Cloud {
  readonly hub: HubFacts
  readonly apiUrl: string
  readonly outboxUrl: string
}

/** Starts what would be in Azure: storage, Communication Services, IoT Hub and the function app. */
export async function startCloud(
  start: ServiceStarter,
  root: string,
  data: DataFolder,
  ports: Ports,
  onHostLine: (line: string) => void,
): Promise<Cloud> {
  const [storage, communication] = await Promise.all([startStorage(start, data, ports), startCommunication(start, root, data, ports)])
  const hub = await startHub(start, root, data, ports, storage)
  const apiUrl = `http://127.0.0.1:${ports.api}`
  const folder = data.of('functions-host')
  await start({
    name: 'functions host',
    program: join(root, 'local/functions-host/main.ts'),
    args: [
      ...['start', '--app', root, '--entry', 'functions/index.ts', '--port', String(ports.api)],
      ...['--data', folder, '--identity', join(root, 'local/sign-in/door.ts')],
    ],
    environment: functionAppSettings({ storage, hub, communication: communication.connectionString, publicUrl: apiUrl }),
    ready: (line) => (line.includes('Host lock lease acquired') ? true : undefined),
    onLine: onHostLine,
  })
  return { hub, apiUrl, outboxUrl: communication.url }
}

async function startStorage(start: ServiceStarter, data: DataFolder, ports: Ports): Promise<string> {
  const [program, ...args] = azuriteArguments({
    folder: data.of('azurite'),
    blobPort: ports.blob,
    queuePort: ports.queue,
    tablePort: ports.table,
  })
  let output = ''
  const service: Service<AzuriteUrls> = await start({
    name: 'storage',
    program: program!,
    args,
    workingFolder: data.path,
    ready: (line) => {
      output = `${output}${line}\n`.slice(-2000)
      return findAzuriteUrls(output)
    },
  })
  return azuriteConnectionString(service.facts)
}

async function startCommunication(start: ServiceStarter, root: string, data: DataFolder, ports: Ports) {
  const service = await start({
    name: 'communication services',
    program: join(root, 'local/communication/main.ts'),
    args: ['--port', String(ports.outbox), '--data', data.of('communication'), '--limits', 'azure-managed'],
    ready: (line) => readyJson<{ url: string; connectionString: string }>(line),
  })
  return service.facts
}

async function startHub(start: ServiceStarter, root: string, data: DataFolder, ports: Ports, storage: string): Promise<HubFacts> {
  const service = await start({
    name: 'IoT Hub',
    program: join(root, 'local/iot-hub/main.ts'),
    args: [
      ...['--folder', data.of('iot-hub'), '--port', String(ports.hub), '--amqp-port', String(ports.events)],
      ...['--storage', storage, '--container', 'uploads'],
    ],
    ready: (line) => readyJson<HubFacts>(line),
  })
  return service.facts
}
