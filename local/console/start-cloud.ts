import { join } from 'node:path'
import { allowPages } from '../azurite/allow-pages.ts'
import { type AzuriteUrls, azuriteArguments, azuriteConnectionString, azuritePreloads, findAzuriteUrls } from '../azurite/start.ts'
import type { DataFolder } from './data-folder.ts'
import { functionAppSettings } from './function-app-settings.ts'
import type { HubFacts } from './module-access.ts'
import type { Ports } from './ports.ts'
import { readPushKeys } from './push-keys.ts'
import { readyJson } from './service.ts'
import type { ServiceStarter } from './service-starter.ts'
import { readSigningKey } from './signing-key.ts'
import { startManagement, startRegistry } from './start-learning.ts'

export interface Cloud {
  readonly hub: HubFacts
  readonly apiUrl: string
  readonly outboxUrl: string
}

export interface CloudListener {
  /** Where the function app's traces and measures go. */
  readonly telemetryUrl: string
  /** A line of the function host. */
  onHostLine(line: string): void
  /** The container registry is up; the function app is not yet. */
  onRegistry(url: string): void
}

/** Starts what would be in Azure: storage, Communication Services, IoT Hub, container registry, workspace and the function app. */
export async function startCloud(
  start: ServiceStarter,
  root: string,
  data: DataFolder,
  ports: Ports,
  { telemetryUrl, onHostLine, onRegistry }: CloudListener,
): Promise<Cloud> {
  const url = (port: number) => `http://127.0.0.1:${port}`
  const storage = azuriteConnectionString([url(ports.blob), url(ports.queue), url(ports.table)])
  const apiUrl = url(ports.api)
  const [, communication, hub] = await Promise.all([
    startStorage(start, data, ports).then(() => allowPages(storage, [apiUrl, `http://localhost:${ports.api}`])),
    startCommunication(start, root, data, ports),
    startHub(start, root, data, ports, storage),
    startRegistry(start, root, data, ports).then(() => onRegistry(url(ports.registry))),
    startManagement(start, root, data, ports, storage),
  ])
  const folder = data.of('functions-host')
  await start({
    name: 'functions host',
    program: join(root, 'local/functions-host/main.ts'),
    args: [
      ...['start', '--app', root, '--entry', 'functions/index.ts', '--port', String(ports.api)],
      ...['--data', folder, '--identity', join(root, 'local/sign-in/door.ts')],
    ],
    environment: functionAppSettings({
      ...{ storage, hub, communication: communication.connectionString, publicUrl: apiUrl },
      ...{ managementUrl: url(ports.management), registryUrl: url(ports.registry), signingKey: readSigningKey(data.of('keys')) },
      pushKeys: readPushKeys(data.of('keys')),
      telemetryUrl,
    }),
    ready: (line) => (line.includes('Host lock lease acquired') ? true : undefined),
    onLine: onHostLine,
  })
  return { hub, apiUrl, outboxUrl: communication.url }
}

async function startStorage(start: ServiceStarter, data: DataFolder, ports: Ports): Promise<void> {
  const [program, ...args] = azuriteArguments({
    folder: data.of('azurite'),
    blobPort: ports.blob,
    queuePort: ports.queue,
    tablePort: ports.table,
  })
  let output = ''
  await start<AzuriteUrls>({
    name: 'storage',
    preloads: azuritePreloads,
    program: program!,
    args,
    workingFolder: data.path,
    ready: (line) => {
      output = `${output}${line}\n`.slice(-2000)
      return findAzuriteUrls(output)
    },
  })
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
