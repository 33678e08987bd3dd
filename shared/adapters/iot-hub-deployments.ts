import type { Configuration } from 'azure-iothub'
import { canonicalJson } from '../domain/canonical-json.ts'
import { Fault } from '../domain/faults.ts'
import type { Deployment, Deployments } from '../ports.ts'
import { asFault, type IotHubRegistry, nameOf } from './iot-hub-registry.ts'

/** Automatic deployments of IoT Edge. The hub's other configurations are not ours to see. */
export function createIotHubDeployments(hub: IotHubRegistry): Deployments {
  return {
    put: async (deployment) => {
      const configuration = configurationOf(deployment)
      try {
        try {
          await hub.deploy((registry) => registry.addConfiguration(configuration))
        } catch (error) {
          if (nameOf(error) !== 'DeviceAlreadyExistsError') throw error
          // Condition, priority and labels follow; the hub keeps the content that it has, whatever is sent.
          const { responseBody } = await hub.deploy((registry) => registry.updateConfiguration(configuration, true))
          requireSameContent(deployment, deploymentOf(responseBody))
        }
      } catch (error) {
        throw asFault(error)
      }
    },
    remove: async (id) => {
      try {
        await hub.deploy((registry) => registry.removeConfiguration(id))
      } catch (error) {
        if (!isMissing(error)) throw asFault(error)
      }
    },
    list: async () => {
      try {
        const { responseBody } = await hub.deploy((registry) => registry.getConfigurations())
        return responseBody.filter(({ content }) => content?.modulesContent !== undefined).map(deploymentOf)
      } catch (error) {
        throw asFault(error)
      }
    },
  }
}

function configurationOf({ content, ...rest }: Deployment): Configuration {
  return { schemaVersion: '1.0', ...rest, content: { modulesContent: content } } as unknown as Configuration
}

function deploymentOf({ id, priority = 0, targetCondition = '', labels, content }: Configuration): Deployment {
  return { id, priority, targetCondition, labels: labels ?? {}, content: (content?.modulesContent ?? {}) as Deployment['content'] }
}

function requireSameContent(wanted: Deployment, stored: Deployment): void {
  if (canonicalJson(wanted.content) === canonicalJson(stored.content)) return
  throw new Fault('input-invalid', `Deployment ${wanted.id} is there with other content; new content needs a new id.`)
}

/** The SDK has a name for some of the hub's "not found", and none for others. */
function isMissing(error: unknown): boolean {
  return (error as { response?: { statusCode?: number } }).response?.statusCode === 404 || nameOf(error) === 'IotHubNotFoundError'
}
