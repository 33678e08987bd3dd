import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAmqpServer } from './amqp/server.ts'
import { createServiceMessages } from './amqp/service-messages.ts'
import { loadCertificate } from './certificates.ts'
import { createDeployments } from './deployment/deployments.ts'
import { type Journal, openJournal } from './disk/journal.ts'
import { openEventLog } from './events/event-log.ts'
import { createNotices, type NoticeOptions } from './events/notices.ts'
import { type FrontDoor, openFrontDoor } from './front-door.ts'
import { type DeviceAccess, type DeviceRequest, ensureDevice } from './identity/ensure-device.ts'
import { openRegistry } from './identity/registry.ts'
import { startBroker } from './mqtt/broker.ts'
import { createRestServer } from './rest/server.ts'
import { accountOf, createFileUploads, type UploadStorage } from './upload/file-uploads.ts'
import { createStorageDoor } from './upload/storage-door.ts'

export interface IotHubOptions {
  /** Where identities, twins, messages and certificates lie. Without it a temporary folder that goes with `close`. */
  readonly folder?: string
  /** The TLS port for MQTT, HTTPS and AMQP. 0 = any. */
  readonly port?: number
  /** Plain AMQP for `UseDevelopmentEmulator=true`. 0 = any. */
  readonly amqpPort?: number
  /** Where devices upload files to; the connection string needs an account key. Without it uploads are refused. */
  readonly uploadStorage?: UploadStorage
  /** Fixed when the folder is made, as in Azure. */
  readonly partitionCount?: number
  readonly retentionHours?: number
  /** Which notices of its own the hub writes into the event stream; none by default, as in Azure. */
  readonly notices?: NoticeOptions
  /** One line about each refusal, lost connection and the like. */
  readonly log?: (line: string) => void
}

export interface RunningIotHub {
  /** `localhost:PORT`: goes into connection strings as it is. */
  readonly hostName: string
  readonly serviceConnectionString: string
  /** For @azure/event-hubs and for Event Hubs triggers. */
  readonly eventsConnectionString: string
  readonly eventHubName: string
  /** PEM of the authority that every client must trust. */
  readonly certificateFile: string
  /** Registers a device and its modules unless they are there, and says how they connect. */
  ensureDevice(id: string, request?: DeviceRequest): Promise<DeviceAccess>
  /** Resolves when every twin says what the deployments and tags of this moment make of it. */
  deploymentsSettled(): Promise<void>
  close(): Promise<void>
}

const eventHubName = 'iothub-ehub-local'
const servicePolicyName = 'iothubowner'
const loopback = '127.0.0.1'

/** Starts the local IoT Hub on loopback. What a device was told to be stored survives `kill -9`. */
export async function startIotHub(options: IotHubOptions = {}): Promise<RunningIotHub> {
  const { log = () => {}, retentionHours = 24, notices: noticeOptions = {} } = options
  const isTemporary = options.folder === undefined
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'iot-hub-'))
  mkdirSync(folder, { recursive: true })
  // Keys of devices lie inside.
  chmodSync(folder, 0o700)
  const [certificate, journal] = await Promise.all([
    loadCertificate(join(folder, 'certificates')),
    openJournal(join(folder, 'state.jsonl')),
  ])
  const settings = await readSettings(journal, options.partitionCount ?? 4)
  const servicePolicy = { name: servicePolicyName, secret: Buffer.from(settings.serviceKey, 'base64') }
  // Event Hubs signs with the text of the key, IoT Hub with what the text stands for.
  const eventsPolicy = { name: servicePolicyName, secret: Buffer.from(settings.eventsKey) }

  const registry = openRegistry(journal)
  const events = openEventLog(join(folder, 'events'), settings.partitionCount, retentionHours)
  const notices = createNotices(events, 'local', noticeOptions, log)
  registry.onChange(notices.registryChanged)
  const broker = await startBroker({
    registry,
    events,
    journal,
    log,
    connectionChanged({ entry }, isConnected) {
      const now = new Date().toISOString()
      Object.assign(entry.connection, { isConnected, changedAt: now, lastActivityAt: now })
      notices.connectionChanged(entry, isConnected)
    },
  })
  const deployments = createDeployments(journal, registry, log)
  const serviceMessages = createServiceMessages(broker.cloudMessages)
  const account = options.uploadStorage && accountOf(options.uploadStorage)
  const uploads =
    options.uploadStorage && account
      ? createFileUploads(options.uploadStorage, () => `${hostName}/${account.name}`, serviceMessages.notifyUpload)
      : undefined
  const storageDoor = account && createStorageDoor(account.name, account.url)
  const rest = createRestServer({ registry, methods: broker.methods, deployments, uploads, storageDoor, servicePolicy })
  const amqp = createAmqpServer({ events, eventHubName, eventsPolicy, servicePolicy, serviceMessages, createdAt: settings.createdAt, log })

  const stop = async () => {
    amqp.close()
    rest.closeAllConnections()
    await Promise.all([plainAmqp?.close(), broker.close(), door?.close()])
    await deployments.settled()
    await Promise.all([events.close(), journal.close()])
    if (isTemporary) rmSync(folder, { recursive: true, force: true })
  }
  let door: FrontDoor | undefined
  let plainAmqp: Listening | undefined
  try {
    door = await openFrontDoor(options.port ?? 0, certificate, { mqtt: broker.handle, amqp: amqp.handle, http: rest })
    plainAmqp = await listen(options.amqpPort ?? 0, amqp.handle)
  } catch (error) {
    // A port that is taken must not leave half a hub behind.
    await stop()
    throw error
  }
  const hostName = `localhost:${door.port}`

  return {
    hostName,
    serviceConnectionString: `HostName=${hostName};SharedAccessKeyName=${servicePolicyName};SharedAccessKey=${settings.serviceKey}`,
    eventsConnectionString: `Endpoint=sb://localhost:${plainAmqp.port};SharedAccessKeyName=${servicePolicyName};SharedAccessKey=${settings.eventsKey};UseDevelopmentEmulator=true;EntityPath=${eventHubName}`,
    eventHubName,
    certificateFile: certificate.authorityFile,
    ensureDevice: (id, request) => ensureDevice(registry, hostName, id, request),
    deploymentsSettled: deployments.settled,
    close: stop,
  }
}

interface Listening {
  readonly port: number
  close(): Promise<void>
}

interface Settings {
  readonly serviceKey: string
  readonly eventsKey: string
  readonly partitionCount: number
  readonly createdAt: number
}

async function readSettings(journal: Journal, partitionCount: number): Promise<Settings> {
  const known = journal.get('settings') as Settings | undefined
  if (known !== undefined) return known
  const newKey = () => randomBytes(32).toString('base64')
  const settings = { serviceKey: newKey(), eventsKey: newKey(), partitionCount, createdAt: Date.now() }
  journal.put('settings', settings)
  await journal.flushed()
  return settings
}

async function listen(port: number, onConnection: (socket: Socket) => void): Promise<Listening> {
  const server = createServer({ noDelay: true }, onConnection)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, loopback, resolve)
  })
  return { port: (server.address() as { port: number }).port, close: () => new Promise((resolve) => server.close(() => resolve())) }
}
