import { Agent } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TokenCredential } from '@azure/identity'
import iotHub, { type Registry } from 'azure-iothub'
import { Fault } from '../domain/faults.ts'
import { createPace, type Quota } from './pace.ts'

export type IotHubSettings = { readonly connectionString: string } | { readonly hostName: string; readonly credential: TokenCredential }

/** What one hub lets its callers do; all adapters of a process share one. */
export interface IotHubQuotas {
  /** Reading, writing and listing configurations. */
  readonly deployments: Quota
  readonly twinUpdates: Quota
}

// https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling, one unit of the smallest paid tier.
const smallestPaid: IotHubQuotas = { deployments: { count: 20, perMs: 60_000 }, twinUpdates: { count: 50, perMs: 1000 } }

/** Some eight seconds in all; who needs more patience than a person has comes again by itself. */
const attempts = 6
const firstPauseMs = 250
const longestPauseMs = 30_000

/** What the SDK calls the failures that pass: 408, 429 and 5xx. */
const passing = new Set([
  'DeviceTimeoutError',
  'ThrottlingError',
  'InternalServerError',
  'BadDeviceResponseError',
  'ServiceUnavailableError',
  'GatewayTimeoutError',
])

export type Attempt<T> = (registry: Registry) => Promise<T>

/** The hub's registry: each call is tried again while its failure may pass, and none goes beyond the hub's quotas. */
export interface IotHubRegistry {
  readonly read: <T>(attempt: Attempt<T>) => Promise<T>
  readonly changeTwin: <T>(attempt: Attempt<T>) => Promise<T>
  readonly deploy: <T>(attempt: Attempt<T>) => Promise<T>
}

/** @param pauseMs Before the second attempt; each further pause is twice as long */
export function createIotHubRegistry(settings: IotHubSettings, quotas = smallestPaid, pauseMs = firstPauseMs): IotHubRegistry {
  const registry = openWith(iotHub.Registry, settings)
  const retried = async <T>(once: (attempt: Attempt<T>) => Promise<T>, attempt: Attempt<T>): Promise<T> => {
    for (let tried = 1; ; tried++) {
      try {
        return await once(attempt)
      } catch (error) {
        if (tried === attempts || !mayPass(error)) throw error
        await sleep(Math.min(longestPauseMs, pauseMs * 2 ** (tried - 1)))
      }
    }
  }
  const [deployments, twinUpdates] = [createPace(quotas.deployments), createPace(quotas.twinUpdates)]
  return {
    read: (attempt) => retried((each) => each(registry), attempt),
    changeTwin: (attempt) => retried((each) => twinUpdates(() => each(registry)), attempt),
    deploy: (attempt) => retried((each) => deployments(() => each(registry)), attempt),
  }
}

export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

export function asFault(error: unknown): unknown {
  if (error instanceof Fault) return error
  if (nameOf(error) === 'DeviceNotFoundError') return new Fault('not-found', 'IoT Hub does not know the device.', { cause: error })
  if (nameOf(error) === 'ArgumentError') return new Fault('input-invalid', 'IoT Hub refused the settings.', { cause: error })
  return new Fault('iot-hub-unavailable', undefined, { cause: error })
}

/** A connection that broke off has a code of the system and no answer. */
function mayPass(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return passing.has(nameOf(error)) || (typeof code === 'string' && /^E[A-Z]+$/.test(code))
}

/** What of the SDK talks to a hub. */
interface HubClient<Client> {
  fromConnectionString(text: string): Client
  fromTokenCredential(hostName: string, credential: TokenCredential): Client
}

export function openWith<Client extends object>(kind: HubClient<Client>, settings: IotHubSettings): Client {
  if (!('connectionString' in settings)) return kind.fromTokenCredential(settings.hostName, settings.credential)
  const [, host, port] = /HostName=([^;:]+)(?::(\d+))?/i.exec(settings.connectionString) ?? []
  if (port === undefined) return kind.fromConnectionString(settings.connectionString)
  // The SDK takes the whole HostName for a name to look up, port and all. Only an agent can say the port, and only
  // the client below takes one.
  const opened = kind.fromConnectionString(settings.connectionString.replace(`${host}:${port}`, String(host)))
  const client = Reflect.get(opened, '_restApiClient') as { setOptions(options: { http: { agent: Agent } }): void }
  client.setOptions({ http: { agent: new Agent({ port: Number(port), keepAlive: true }) } })
  return opened
}
