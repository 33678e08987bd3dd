import { Agent } from 'node:https'
import type { TokenCredential } from '@azure/identity'
import iotHub, { type Registry } from 'azure-iothub'
import { z } from 'zod'
import { Fault } from '../domain/faults.ts'
import { edgeModule } from '../domain/fleet.ts'
import { type Json, mergePatch } from '../domain/merge-patch.ts'
import { uploadIdentity } from '../domain/messages.ts'
import type { DeviceTwins } from '../ports.ts'

export type IotHubSettings = { readonly connectionString: string } | { readonly hostName: string; readonly credential: TokenCredential }

/** What the module reports; anything else is as if it had reported nothing. */
const Reported = z.object({
  settings: z.object({ version: z.number(), status: z.enum(['applied', 'refused']), problem: z.string().optional() }).optional(),
})

/** The hub's registry and twins. A device is an IoT Edge device with our module, and a second identity for its uploads. */
export function createIotHubDeviceTwins(settings: IotHubSettings): DeviceTwins {
  const registry = openRegistry(settings)
  return {
    register: async ({ id, site }) => {
      await create(() => registry.create({ deviceId: id, capabilities: { iotEdge: true } }))
      await create(() => registry.addModule({ deviceId: id, moduleId: edgeModule, managedBy: 'IotEdge' }))
      await create(() => registry.create({ deviceId: uploadIdentity(id) }))
      await call(() => registry.updateTwin(id, { tags: { site } }, '*'))
    },
    push: async (device, wanted) => {
      const { responseBody: twin } = await call(() => registry.getModuleTwin(device, edgeModule))
      const { $metadata: _, $version: __, ...present } = twin.properties.desired
      const patch = mergePatch(present as Json, wanted as unknown as Json)
      if (patch !== undefined) await call(() => registry.updateModuleTwin(device, edgeModule, { properties: { desired: patch } }, '*'))
    },
    read: async (device) => {
      try {
        const { responseBody: twin } = await registry.getModuleTwin(device, edgeModule)
        const { desired, reported } = twin.properties
        const isConnected = (twin as { connectionState?: string }).connectionState === 'Connected'
        return { desired: Number(desired.$version), reported: Reported.safeParse(reported).data?.settings, isConnected }
      } catch (error) {
        if (nameOf(error) === 'DeviceNotFoundError') return undefined
        throw asFault(error)
      }
    },
  }
}

function openRegistry(settings: IotHubSettings): Registry {
  if (!('connectionString' in settings)) return iotHub.Registry.fromTokenCredential(settings.hostName, settings.credential)
  const [, host, port] = /HostName=([^;:]+)(?::(\d+))?/i.exec(settings.connectionString) ?? []
  if (port === undefined) return iotHub.Registry.fromConnectionString(settings.connectionString)
  // The client takes the whole HostName for a name to look up, port and all. Only an agent can say the port, and only
  // the client below the registry takes one.
  const registry = iotHub.Registry.fromConnectionString(settings.connectionString.replace(`${host}:${port}`, String(host)))
  const client = Reflect.get(registry, '_restApiClient') as { setOptions(options: { http: { agent: Agent } }): void }
  client.setOptions({ http: { agent: new Agent({ port: Number(port), keepAlive: true }) } })
  return registry
}

/** Creating what is there already is what a second attempt looks like. */
async function create(attempt: () => Promise<unknown>): Promise<void> {
  try {
    await attempt()
  } catch (error) {
    if (nameOf(error) !== 'DeviceAlreadyExistsError') throw asFault(error)
  }
}

async function call<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    throw asFault(error)
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

function asFault(error: unknown): unknown {
  if (nameOf(error) === 'DeviceNotFoundError') return new Fault('not-found', 'IoT Hub does not know the device.', { cause: error })
  if (nameOf(error) === 'ArgumentError') return new Fault('input-invalid', 'IoT Hub refused the settings.', { cause: error })
  return new Fault('iot-hub-unavailable', undefined, { cause: error })
}
