import { readFileSync } from 'node:fs'
import { Agent } from 'node:https'
import iotHub from 'azure-iothub'
import { edgeModule } from '../../shared/domain/fleet.ts'
import { uploadIdentity } from '../../shared/domain/messages.ts'

export interface HubFacts {
  readonly hostName: string
  readonly serviceConnectionString: string
  readonly eventsConnectionString: string
  readonly eventHubName: string
  readonly certificateFile: string
}

export interface ModuleAccess {
  /** Connection string of IoT Edge's own agent. */
  readonly agent: string
  /** Connection string of the module's identity. */
  readonly module: string
  /** Connection string of the identity that uploads files. */
  readonly uploads: string
}

/** Reads the keys of a device's identities, as an installer of IoT Edge would with Azure's command line. */
export async function readModuleAccess(hub: HubFacts, device: string): Promise<ModuleAccess> {
  const [name, port] = hub.hostName.split(':')
  const registry = iotHub.Registry.fromConnectionString(hub.serviceConnectionString.replace(hub.hostName, String(name)))
  const agent = new Agent({ port: Number(port), ca: readFileSync(hub.certificateFile) })
  const client = Reflect.get(registry, '_restApiClient') as { setOptions(options: { http: { agent: Agent } }): void }
  client.setOptions({ http: { agent } })
  try {
    const module = await registry.getModule(device, edgeModule)
    const agent = await registry.getModule(device, '$edgeAgent')
    const uploads = await registry.get(uploadIdentity(device))
    return {
      agent: `HostName=${hub.hostName};DeviceId=${device};ModuleId=$edgeAgent;SharedAccessKey=${keyOf(agent.responseBody)}`,
      module: `HostName=${hub.hostName};DeviceId=${device};ModuleId=${edgeModule};SharedAccessKey=${keyOf(module.responseBody)}`,
      uploads: `HostName=${hub.hostName};DeviceId=${uploadIdentity(device)};SharedAccessKey=${keyOf(uploads.responseBody)}`,
    }
  } finally {
    agent.destroy()
  }
}

function keyOf(identity: { authentication?: { symmetricKey?: { primaryKey?: string | undefined } | undefined } | undefined }): string {
  const key = identity.authentication?.symmetricKey?.primaryKey
  if (key === undefined) throw new Error('the IoT Hub gave an identity without a key')
  return key
}
