import { laptopTenant } from '../sign-in/people.ts'
import type { HubFacts } from './module-access.ts'
import type { PushKeys } from './push-keys.ts'

export interface AppServices {
  readonly storage: string
  readonly hub: HubFacts
  readonly communication: string
  readonly publicUrl: string
  readonly managementUrl: string
  readonly registryUrl: string
  readonly signingKey: string
  readonly pushKeys: PushKeys
  readonly telemetryUrl: string
}

const resources = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/laptop/providers'

/** What the services of this machine stand for in Azure. */
export const workspaceId = `${resources}/Microsoft.MachineLearningServices/workspaces/laptop`
export const registryId = `${resources}/Microsoft.ContainerRegistry/registries/laptop`
export const trainingDatastore = 'training'
/** No secret: the management API of the laptop is on loopback. */
export const managementToken = 'laptop'

/** The settings that the function app has in Azure, with the addresses of this machine. */
export function functionAppSettings(services: AppServices): Record<string, string> {
  const { storage, hub, communication, publicUrl } = services
  return {
    AzureWebJobsStorage: storage,
    STORAGE_CONNECTION: storage,
    IotHubEvents: hub.eventsConnectionString,
    IOT_HUB_EVENT_HUB: hub.eventHubName,
    IOT_HUB_CONNECTION: hub.serviceConnectionString,
    COMMUNICATION_CONNECTION: communication,
    // A number and a domain that are reserved for examples.
    SMS_FROM: '+12025550100',
    EMAIL_FROM: 'alerts@example.com',
    RESOURCE_MANAGER_URL: services.managementUrl,
    RESOURCE_MANAGER_TOKEN: managementToken,
    ML_WORKSPACE_ID: workspaceId,
    ML_COMPUTE: 'laptop',
    ML_ENVIRONMENT: 'sightloop-trainer',
    ML_DATASTORE: trainingDatastore,
    CACHE_CONNECTION: storage,
    CONTAINER_REGISTRY_ID: registryId,
    CONTAINER_REGISTRY_URL: services.registryUrl,
    MODEL_SIGNING_KEY: services.signingKey,
    PUSH_PUBLIC_KEY: services.pushKeys.publicKey,
    PUSH_PRIVATE_KEY: services.pushKeys.privateKey,
    PUSH_CONTACT: 'mailto:operators@example.com',
    DATA_REGION: 'laptop',
    OTEL_EXPORTER_OTLP_ENDPOINT: services.telemetryUrl,
    PUBLIC_URL: publicUrl,
    AUTH_TENANT_ID: laptopTenant,
    WEBSITE_AUTH_ENABLED: 'True',
    // The hub's certificate comes from an authority of its own.
    NODE_EXTRA_CA_CERTS: hub.certificateFile,
  }
}
