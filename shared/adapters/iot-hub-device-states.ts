import type { Twin } from 'azure-iothub'
import { z } from 'zod'
import type { DeviceState } from '../domain/device-state.ts'
import { edgeModule } from '../domain/fleet.ts'
import { Id } from '../domain/ids.ts'
import { ModelReference } from '../domain/messages.ts'
import type { DeviceStates } from '../ports.ts'
import { asFault, type IotHubRegistry, nameOf } from './iot-hub-registry.ts'

const pageSize = 100
const agentModule = '$edgeAgent'

// Whatever a device reports is input: what does not fit is as if it had not been said.
const Text = z.string().max(2000).optional().catch(undefined)
const InSettings = z.object({ settings: z.object({ image: Text }).optional().catch(undefined) })
const AgentDesired = z.object({
  modules: z
    .object({ [edgeModule]: InSettings.optional().catch(undefined) })
    .optional()
    .catch(undefined),
})
const AgentReported = z.object({
  lastDesiredVersion: z.number().optional().catch(undefined),
  lastDesiredStatus: z
    .object({ code: z.number(), description: z.string().default('') })
    .optional()
    .catch(undefined),
  runtime: z
    .object({ platform: z.object({ architecture: Text }) })
    .optional()
    .catch(undefined),
  modules: z
    .object({
      [edgeModule]: InSettings.extend({ runtimeStatus: Text, restartCount: z.number().optional().catch(undefined) })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
})
const ModuleDesired = z.object({
  model: z.object({ digest: z.string() }).optional().catch(undefined),
})
const ModuleReported = z.object({
  model: ModelReference.optional().catch(undefined),
  refused: z.object({ digest: z.string(), problem: z.string() }).optional().catch(undefined),
  busy: z.boolean().catch(false),
  module: z.object({ bootId: Text }).optional().catch(undefined),
  settings: z
    .object({ version: z.number(), status: z.enum(['applied', 'refused']), problem: Text })
    .optional()
    .catch(undefined),
})

/** What the twins of a device and of its modules say. Queries of the real hub may be minutes behind its twins. */
export function createIotHubDeviceStates(hub: IotHubRegistry): DeviceStates {
  async function queryTwins(condition: string): Promise<Twin[]> {
    const query = await hub.read(async (registry) => registry.createQuery(`SELECT * FROM ${condition}`, pageSize))
    const twins: Twin[] = []
    // Pages are asked for again by themselves when one fails: the token moves on with an answer only.
    while (query.hasMoreResults) twins.push(...(await hub.read(() => query.nextAsTwin())).result)
    return twins
  }

  async function statesOf(devices: readonly Twin[]): Promise<DeviceState[]> {
    const modules = new Map<string, Twin>()
    for (let first = 0; first < devices.length; first += pageSize) {
      const names = devices.slice(first, first + pageSize).map(({ deviceId }) => `'${deviceId}'`)
      const isOurs = `moduleId IN ['${agentModule}', '${edgeModule}'] AND deviceId IN [${names.join(', ')}]`
      for (const twin of await queryTwins(`devices.modules WHERE ${isOurs}`)) modules.set(`${twin.deviceId}/${twin.moduleId}`, twin)
    }
    return devices
      .map((device) => stateOf(device, modules.get(`${device.deviceId}/${agentModule}`), modules.get(`${device.deviceId}/${edgeModule}`)))
      .sort((a, b) => (a.device < b.device ? -1 : 1))
  }

  return {
    read: async (device) => {
      try {
        const found = await hub.read((registry) => registry.getTwin(Id.parse(device)))
        return (await statesOf([found.responseBody]))[0]
      } catch (error) {
        if (nameOf(error) === 'DeviceNotFoundError') return undefined
        throw asFault(error)
      }
    },
    list: async (site) => {
      try {
        return await statesOf(await queryTwins(`devices WHERE tags.site = '${Id.parse(site)}' AND capabilities.iotEdge = true`))
      } catch (error) {
        throw asFault(error)
      }
    },
    setTags: async (device, tags) => {
      try {
        await hub.changeTwin((registry) => registry.updateTwin(device, { tags }, '*'))
      } catch (error) {
        throw asFault(error)
      }
    },
    clearModel: async (device) => {
      try {
        await hub.changeTwin((registry) => registry.updateModuleTwin(device, edgeModule, { properties: { desired: { model: null } } }, '*'))
      } catch (error) {
        throw asFault(error)
      }
    },
  }
}

function stateOf(device: Twin, agent: Twin | undefined, module: Twin | undefined): DeviceState {
  const wanted = AgentDesired.parse(agent?.properties.desired ?? {})
  const { lastDesiredVersion, lastDesiredStatus, runtime, modules } = AgentReported.parse(agent?.properties.reported ?? {})
  const running = modules?.[edgeModule]
  const own = module && ModuleReported.parse(module.properties.reported)
  const isNewest = lastDesiredVersion !== undefined && lastDesiredVersion === agent?.properties.desired.$version
  return {
    device: device.deviceId,
    isConnected: [device, agent, module].some(
      (twin) => (twin as { connectionState?: string } | undefined)?.connectionState === 'Connected',
    ),
    tags: device.tags ?? {},
    image: running?.settings?.image,
    runtimeStatus: running?.runtimeStatus,
    restartCount: running?.restartCount,
    lastDesired: lastDesiredStatus && { ...lastDesiredStatus, isNewest },
    desiredImage: wanted.modules?.[edgeModule]?.settings?.image,
    desiredModel: ModuleDesired.parse(module?.properties.desired ?? {}).model?.digest,
    module: own && {
      ...{ model: own.model, refused: own.refused, isBusy: own.busy, bootId: own.module?.bootId },
      settings: own.settings?.version === module?.properties.desired.$version ? own.settings : undefined,
    },
    architecture: runtime?.platform.architecture,
  }
}
