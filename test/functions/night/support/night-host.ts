import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { laptopTenant } from '../../../../local/sign-in/people.ts'
import type { Role } from '../../../../shared/domain/person.ts'
import { learningSettings } from '../../../harness/learning-settings.ts'
import type { Cleanup } from '../../../local/functions-host/app-folder.ts'
import { type HostProcess, launchHost } from '../../../local/functions-host/host-process.ts'

export interface NightHost {
  readonly host: HostProcess
  /** Calls the review API and answers what it says; anything but a success is thrown. */
  call<Answer>(method: string, path: string, as: Role, body?: unknown): Promise<Answer>
}

export function hostData(t: Cleanup): string {
  const folder = mkdtempSync(join(tmpdir(), 'night-data-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The product's own function app on this storage. Nothing wakes it but the API and its orchestrations. */
export async function launchNightHost(connectionString: string, data: string, env: Record<string, string> = {}): Promise<NightHost> {
  const index = readFileSync('functions/index.ts', 'utf8')
  const waiting = [...index.matchAll(/app\.(?:eventHub|storageQueue|timer)\('([^']+)'/g)].map(([, name]) => name!)
  const settings = {
    AzureWebJobsStorage: connectionString,
    STORAGE_CONNECTION: connectionString,
    IotHubEvents: 'Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=a;SharedAccessKey=a2V5;UseDevelopmentEmulator=true',
    IOT_HUB_EVENT_HUB: 'hub',
    IOT_HUB_CONNECTION: 'HostName=hub.example.com;SharedAccessKeyName=service;SharedAccessKey=a2V5',
    COMMUNICATION_CONNECTION: 'endpoint=https://communication.example.com/;accesskey=a2V5',
    CACHE_CONNECTION: 'UseDevelopmentStorage=true',
    ...learningSettings,
    SMS_FROM: '+15005550006',
    EMAIL_FROM: 'alerts@example.com',
    PUBLIC_URL: 'http://127.0.0.1:7071',
    AUTH_TENANT_ID: laptopTenant,
    WEBSITE_AUTH_ENABLED: 'True',
    ...Object.fromEntries(waiting.map((name) => [`AzureWebJobs.${name}.Disabled`, 'true'])),
    ...env,
  }
  const args = ['--entry', 'functions/index.ts', '--data', data, '--identity', resolve('local/sign-in/door.ts')]
  const host = await launchHost(resolve('.'), settings, args)
  return { host, call: (method, path, as, body) => call(host.url, method, path, as, body) }
}

export async function call<Answer>(url: string, method: string, path: string, as: Role, body?: unknown): Promise<Answer> {
  const response = await fetch(`${url}/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return JSON.parse(text) as Answer
}
