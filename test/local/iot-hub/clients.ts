import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Agent } from 'node:https'
import { EventHubConsumerClient, type EventPosition, earliestEventPosition, type ReceivedEventData } from '@azure/event-hubs'
import device from 'azure-iot-device'
import { Mqtt } from 'azure-iot-device-mqtt'
import iothub from 'azure-iothub'
import mqtt from 'mqtt'
import type { RunningIotHub } from '../../../local/iot-hub/start.ts'

// The packages themselves, pointed at the local hub by their own means.

export type DeviceClient = InstanceType<typeof device.Client>
type Facts = Pick<RunningIotHub, 'hostName' | 'certificateFile' | 'serviceConnectionString' | 'eventsConnectionString'>

export const authorityOf = (hub: Pick<Facts, 'certificateFile'>) => readFileSync(hub.certificateFile, 'utf8')

/** An agent that reaches the hub's port: the SDKs know port 443 only. */
export function hubAgent(hub: Facts): Agent {
  return new Agent({ host: 'localhost', port: Number(hub.hostName.split(':')[1]), ca: authorityOf(hub), keepAlive: false } as object)
}

/** A connected device. */
export async function openDevice(hub: Facts, connectionString: string): Promise<DeviceClient> {
  const client = device.Client.fromConnectionString(connectionString, Mqtt)
  await client.setOptions({ ca: authorityOf(hub), http: { agent: hubAgent(hub) } })
  await client.open()
  return client
}

export function messageOf(body: string | Buffer, properties: Record<string, string> = {}) {
  const message = new device.Message(body)
  for (const [key, value] of Object.entries(properties)) message.properties.add(key, value)
  return message
}

interface WithRestClient {
  readonly _restApiClient: { setOptions(options: object): void }
}

export function openRegistry(hub: Facts) {
  const registry = iothub.Registry.fromConnectionString(hub.serviceConnectionString)
  ;(registry as unknown as WithRestClient)._restApiClient.setOptions({ http: { agent: hubAgent(hub) } })
  return registry
}

export function openService(hub: Facts) {
  const service = iothub.Client.fromConnectionString(hub.serviceConnectionString)
  ;(service as unknown as WithRestClient)._restApiClient.setOptions({ http: { agent: hubAgent(hub) } })
  return service
}

export interface Reading {
  readonly count: number
  readonly group?: string
  readonly from?: EventPosition
  readonly partition?: string
}

/** An event with its body as text, not as whatever JSON it happens to be. */
export type ReadEvent = ReceivedEventData & { readonly text: string }

/** Reads until `count` events have come, and closes. */
export async function readEvents(
  hub: Facts,
  { count, group = '$Default', from = earliestEventPosition, partition }: Reading,
): Promise<ReadEvent[]> {
  const consumer = new EventHubConsumerClient(group, hub.eventsConnectionString, { retryOptions: { maxRetries: 0 } })
  const events: ReadEvent[] = []
  try {
    await new Promise<void>((resolve, reject) => {
      const handlers = {
        async processEvents(batch: ReceivedEventData[]) {
          events.push(...batch.map((event) => Object.assign(event, { text: String(event.body) })))
          if (events.length >= count) resolve()
        },
        async processError(error: Error) {
          reject(error)
        },
      }
      const options = { startPosition: from, maxBatchSize: 200, skipParsingBodyAsJson: true }
      if (partition === undefined) consumer.subscribe(handlers, options)
      else consumer.subscribe(partition, handlers, options)
    })
  } finally {
    await consumer.close()
  }
  return events
}

/** The partition that a device's events are in: the only one that is not empty after it alone has sent. */
export async function partitionWithEvents(hub: Facts): Promise<string> {
  const consumer = new EventHubConsumerClient('$Default', hub.eventsConnectionString)
  try {
    for (const id of await consumer.getPartitionIds()) if (!(await consumer.getPartitionProperties(id)).isEmpty) return id
  } finally {
    await consumer.close()
  }
  throw new Error('no partition has events')
}

/** A bare MQTT client: does what no SDK would. Resolves when it is connected. */
export function openRaw(hub: Facts, id: string, password: string, overrides: Partial<mqtt.IClientOptions> = {}): Promise<mqtt.MqttClient> {
  return mqtt.connectAsync(`mqtts://${hub.hostName}`, {
    ca: authorityOf(hub),
    clientId: id,
    username: `${hub.hostName}/${id}/?api-version=2021-04-12`,
    password,
    protocolVersion: 4,
    reconnectPeriod: 0,
    ...overrides,
  })
}

/** Resolves when the hub, or anybody, has ended the connection. */
export const closing = (client: mqtt.MqttClient) => new Promise<void>((resolve) => client.once('close', () => resolve()))

/** A token as the device SDK makes it; `resource` names another one's, to try whether that works. */
export function tokenOf(
  connectionString: string,
  { secondsToLive = 3600, resource }: { secondsToLive?: number; resource?: string } = {},
): string {
  const part = (name: string) => new RegExp(`(?:^|;)${name}=([^;]*)`).exec(connectionString)?.[1]
  const module = part('ModuleId') === undefined ? '' : `/modules/${part('ModuleId')}`
  const uri = encodeURIComponent(resource ?? `${part('HostName')}/devices/${part('DeviceId')}${module}`)
  const expiry = Math.floor(Date.now() / 1000) + secondsToLive
  const signature = createHmac('sha256', Buffer.from(part('SharedAccessKey') ?? '', 'base64'))
    .update(`${uri}\n${expiry}`)
    .digest('base64')
  return `SharedAccessSignature sr=${uri}&sig=${encodeURIComponent(signature)}&se=${expiry}`
}
