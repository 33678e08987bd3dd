import type { Address, IdentityRequest } from './identity.ts'
import type { Entry, Registry } from './registry.ts'
import { type JsonObject, patchTwin } from './twin.ts'

export interface DeviceRequest {
  readonly modules?: readonly string[]
  /** An IoT Edge device: automatic deployments may target it. */
  readonly edge?: boolean
  readonly tags?: JsonObject
}

/** How a device and its modules connect. */
export interface DeviceAccess {
  readonly connectionString: string
  readonly modules: Readonly<Record<string, string>>
}

/** Registers what is missing; what is there keeps its keys. Tags are merged into those that it has. */
export async function ensureDevice(registry: Registry, hostName: string, id: string, request: DeviceRequest = {}): Promise<DeviceAccess> {
  const { modules = [], edge = false, tags } = request
  const device = await ensure(registry, { device: id }, { capabilities: { iotEdge: edge } })
  if (edge && device.identity.capabilities?.iotEdge !== true)
    await registry.update({ device: id }, { capabilities: { iotEdge: true } }, '*')
  if (tags !== undefined) await registry.changeTwin({ device: id }, undefined, (twin, now) => patchTwin(twin, { tags }, now))
  const entries: [string, string][] = []
  for (const module of modules) entries.push([module, connectionString(hostName, await ensure(registry, { device: id, module }, {}))])
  return { connectionString: connectionString(hostName, device), modules: Object.fromEntries(entries) }
}

async function ensure(registry: Registry, address: Address, request: IdentityRequest): Promise<Entry> {
  return registry.find(address) ?? registry.create(address, request)
}

function connectionString(hostName: string, { address: { device, module }, identity }: Entry): string {
  const names = module === undefined ? `DeviceId=${device}` : `DeviceId=${device};ModuleId=${module}`
  return `HostName=${hostName};${names};SharedAccessKey=${identity.authentication.symmetricKey.primaryKey}`
}
