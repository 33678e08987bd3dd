import { z } from 'zod'
import { edgeModule } from '../domain/fleet.ts'
import { type Json, mergePatch } from '../domain/merge-patch.ts'
import { uploadIdentity } from '../domain/messages.ts'
import type { DeviceTwins } from '../ports.ts'
import { asFault, type IotHubRegistry, nameOf } from './iot-hub-registry.ts'

/** What the module reports; anything else is as if it had reported nothing. */
const Reported = z.object({
  settings: z.object({ version: z.number(), status: z.enum(['applied', 'refused']), problem: z.string().optional() }).optional(),
})

/** The hub's registry and twins. A device is an IoT Edge device with our module, and a second identity for its uploads. */
export function createIotHubDeviceTwins(hub: IotHubRegistry): DeviceTwins {
  return {
    register: async ({ id, site }) => {
      await create(() => hub.read((registry) => registry.create({ deviceId: id, capabilities: { iotEdge: true } })))
      await create(() => hub.read((registry) => registry.addModule({ deviceId: id, moduleId: edgeModule, managedBy: 'IotEdge' })))
      await create(() => hub.read((registry) => registry.create({ deviceId: uploadIdentity(id) })))
      await call(() => hub.changeTwin((registry) => registry.updateTwin(id, { tags: { site } }, '*')))
    },
    forget: async (device) => {
      // First what it works with, last what a second attempt begins with.
      await remove(() => hub.read((registry) => registry.delete(uploadIdentity(device))))
      await remove(() => hub.read((registry) => registry.delete(device)))
    },
    push: async (device, wanted) => {
      const { responseBody: twin } = await call(() => hub.read((registry) => registry.getModuleTwin(device, edgeModule)))
      const { $metadata: _, $version: __, ...present } = twin.properties.desired
      // Deployments say which model a device takes; who saves a camera must not take it away.
      const desired = mergePatch(present as Json, { ...wanted, model: present['model'] } as unknown as Json)
      if (desired === undefined) return
      await call(() => hub.changeTwin((registry) => registry.updateModuleTwin(device, edgeModule, { properties: { desired } }, '*')))
    },
    read: async (device) => {
      try {
        const { responseBody: twin } = await hub.read((registry) => registry.getModuleTwin(device, edgeModule))
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

/** Creating what is there already is what a second attempt looks like. */
async function create(attempt: () => Promise<unknown>): Promise<void> {
  try {
    await attempt()
  } catch (error) {
    if (nameOf(error) !== 'DeviceAlreadyExistsError') throw asFault(error)
  }
}

/** Removing what is gone already is what a second attempt looks like. */
async function remove(attempt: () => Promise<unknown>): Promise<void> {
  try {
    await attempt()
  } catch (error) {
    if (nameOf(error) !== 'DeviceNotFoundError') throw asFault(error)
  }
}

async function call<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    throw asFault(error)
  }
}
