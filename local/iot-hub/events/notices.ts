import type { Entry, RegistryChange } from '../identity/registry.ts'
import { difference } from '../identity/registry.ts'
import type { JsonObject, Twin } from '../identity/twin.ts'
import { twinView } from '../identity/views.ts'
import { encodeBag } from '../property-bag.ts'
import type { EventLog } from './event-log.ts'
import { type EventSource, encodeSender } from './event-record.ts'

/** What besides telemetry goes into the event stream; in Azure each needs a route of its own. */
export interface NoticeOptions {
  readonly twinChanges?: boolean
  readonly lifecycle?: boolean
  readonly connectionState?: boolean
}

export interface Notices {
  registryChanged(change: RegistryChange): void
  connectionChanged(entry: Entry, isConnected: boolean): void
}

/** Writes the hub's own notices as events (learn.microsoft.com, "IoT Hub non-telemetry event schemas"). */
export function createNotices(events: EventLog, hubName: string, options: NoticeOptions, log: (line: string) => void): Notices {
  let lastConnection = 0

  const write = (source: EventSource, opType: string, schema: string, { address, identity }: Entry, body: object) => {
    const properties = encodeBag([
      ['$.ct', 'application/json'],
      ['$.ce', 'utf-8'],
      ['hubName', hubName],
      ['deviceId', address.device],
      ...(address.module === undefined ? [] : [['moduleId', address.module] as const]),
      ['operationTimestamp', new Date().toISOString()],
      ['opType', opType],
      ['iothub-message-schema', schema],
    ])
    const sender = encodeSender(address.device, address.module, identity.generationId)
    events.partitionOf(address.device).append(source, sender, properties, Buffer.from(JSON.stringify(body)), (error) => {
      if (error !== null) log(`a notice was lost: ${error.message}`)
    })
  }

  const lifecycle = (change: RegistryChange & { kind: 'created' | 'deleted' }) => {
    const subject = change.entry.address.module === undefined ? 'DeviceIdentity' : 'ModuleIdentity'
    const opType = `${change.kind === 'created' ? 'create' : 'delete'}${subject}`
    write('deviceLifecycleEvents', opType, 'deviceLifecycleNotification', change.entry, twinView(change.entry))
  }

  return {
    registryChanged(change) {
      if (change.kind === 'twin') {
        const body = twinChange(change.before, change.after)
        if (options.twinChanges && body !== undefined)
          write('twinChangeEvents', change.isReplaced ? 'replaceTwin' : 'updateTwin', 'twinChangeNotification', change.entry, body)
      } else if (change.kind !== 'updated' && options.lifecycle) lifecycle(change as RegistryChange & { kind: 'created' | 'deleted' })
    },
    connectionChanged(entry, isConnected) {
      if (!options.connectionState) return
      // Compared as text by readers: fixed width, and later runs must come after earlier ones.
      lastConnection = Math.max(lastConnection + 1, Date.now() * 1000)
      const body = { sequenceNumber: lastConnection.toString(16).toUpperCase().padStart(48, '0') }
      const opType = isConnected ? 'deviceConnected' : 'deviceDisconnected'
      write('deviceConnectionStateEvents', opType, 'deviceConnectionStateNotification', entry, body)
    },
  }
}

function twinChange(before: Twin, after: Twin): object | undefined {
  const tags = difference(before.tags, after.tags)
  const properties: JsonObject = {}
  for (const half of ['desired', 'reported'] as const) {
    const { values, metadata, version } = after[half]
    if (version !== before[half].version)
      properties[half] = { ...difference(before[half].values, values), $metadata: metadata, $version: version }
  }
  const isEmpty = Object.keys(tags).length === 0 && Object.keys(properties).length === 0
  if (isEmpty) return undefined
  return {
    version: after.version,
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
  }
}
