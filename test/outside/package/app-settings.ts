import { readFileSync } from 'node:fs'
import { laptopTenant } from '../../../local/sign-in/people.ts'
import { learningSettings } from '../../harness/learning-settings.ts'

const index = readFileSync('functions/index.ts', 'utf8')
const waiting = [...index.matchAll(/app\.(?:eventHub|storageQueue|timer)\('([^']+)'/g)].map(([, name]) => name!)

/** Enough for the app to start. Nothing stands behind these addresses: what would reach for them by itself is switched off. */
export const appSettings: Readonly<Record<string, string>> = {
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  STORAGE_CONNECTION: 'UseDevelopmentStorage=true',
  IotHubEvents: 'Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=a;SharedAccessKey=a2V5;UseDevelopmentEmulator=true',
  IOT_HUB_EVENT_HUB: 'hub',
  IOT_HUB_CONNECTION: 'HostName=hub.example.com;SharedAccessKeyName=service;SharedAccessKey=a2V5',
  COMMUNICATION_CONNECTION: 'endpoint=https://communication.example.com/;accesskey=a2V5',
  CACHE_CONNECTION: 'UseDevelopmentStorage=true',
  ...learningSettings,
  SMS_FROM: '+15005550006',
  EMAIL_FROM: 'alerts@example.com',
  PUBLIC_URL: 'https://sightloop.example.com',
  AUTH_TENANT_ID: laptopTenant,
  WEBSITE_AUTH_ENABLED: 'True',
  ...Object.fromEntries(waiting.map((name) => [`AzureWebJobs.${name}.Disabled`, 'true'])),
}
