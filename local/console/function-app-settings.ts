import { laptopTenant } from '../sign-in/people.ts'
import type { HubFacts } from './module-access.ts'

export interface AppServices {
  readonly storage: string
  readonly hub: HubFacts
  readonly communication: string
  readonly publicUrl: string
}

/** The settings that the function app has in Azure, with the addresses of this machine. */
export function functionAppSettings({ storage, hub, communication, publicUrl }: AppServices): Record<string, string> {
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
    PUBLIC_URL: publicUrl,
    AUTH_TENANT_ID: laptopTenant,
    WEBSITE_AUTH_ENABLED: 'True',
    // The hub's certificate comes from an authority of its own.
    NODE_EXTRA_CA_CERTS: hub.certificateFile,
  }
}
