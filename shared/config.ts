import { z } from 'zod'
import type { CommunicationSettings } from './adapters/communication-client-options.ts'
import type { IotHubSettings } from './adapters/iot-hub-device-twins.ts'
import { isLoopbackHttp, type StorageSettings } from './adapters/storage.ts'
import { type AlertSettings, defaultCooldownSeconds } from './domain/alert-settings.ts'
import { Fault } from './domain/faults.ts'

const Text = z.string().min(1)
const Count = z.coerce.number().int().positive()
const Seconds = z.coerce.number().int().nonnegative()

/**
 * Every setting that the function app reads, by the name that it has in Azure. Where there are two ways (a connection
 * string, or addresses and the app's own identity) one of them must be complete.
 */
export const settingSchemas = {
  STORAGE_CONNECTION: Text.optional(),
  STORAGE_CONNECTION__tableServiceUri: z.url().optional(),
  STORAGE_CONNECTION__blobServiceUri: z.url().optional(),
  STORAGE_CONNECTION__queueServiceUri: z.url().optional(),
  IotHubEvents: Text.optional(),
  IotHubEvents__fullyQualifiedNamespace: Text.optional(),
  IOT_HUB_EVENT_HUB: Text,
  IOT_HUB_CONNECTION: Text.optional(),
  IOT_HUB_HOST_NAME: Text.optional(),
  COMMUNICATION_CONNECTION: Text.optional(),
  COMMUNICATION_ENDPOINT: z.url().optional(),
  SMS_FROM: Text,
  EMAIL_FROM: z.email(),
  SMS_COOLDOWN_SECONDS: Seconds.default(defaultCooldownSeconds.sms),
  EMAIL_COOLDOWN_SECONDS: Seconds.default(defaultCooldownSeconds.email),
  EMAIL_PER_MINUTE: Count.default(5),
  EMAIL_PER_HOUR: Count.default(10),
  PUBLIC_URL: z.url().refine((url) => url.startsWith('https://') || isLoopbackHttp(url), 'must be https (http only on this machine)'),
  AUTH_TENANT_ID: Text,
  /** Set by App Service when its authentication is on. Without it anybody could send the header that names people. */
  WEBSITE_AUTH_ENABLED: z.literal('True', { error: 'App Service authentication must be on (True)' }),
} as const

type SettingName = keyof typeof settingSchemas

/** Of each of these lists one must be there as a whole. */
const alternatives: readonly (readonly [first: SettingName, ...others: SettingName[]])[][] = [
  [
    ['STORAGE_CONNECTION'],
    ['STORAGE_CONNECTION__tableServiceUri', 'STORAGE_CONNECTION__blobServiceUri', 'STORAGE_CONNECTION__queueServiceUri'],
  ],
  [['IotHubEvents'], ['IotHubEvents__fullyQualifiedNamespace']],
  [['IOT_HUB_CONNECTION'], ['IOT_HUB_HOST_NAME']],
  [['COMMUNICATION_CONNECTION'], ['COMMUNICATION_ENDPOINT']],
]

/** How to reach the services; `undefined` where the app's own identity is to be used instead of a key. */
export interface Config {
  readonly storage: WithIdentity<StorageSettings>
  readonly iotHub: WithIdentity<IotHubSettings>
  readonly communication: WithIdentity<CommunicationSettings>
  readonly smsFrom: string
  readonly emailFrom: string
  readonly alerts: AlertSettings
  readonly publicOrigin: string
  readonly tenant: string
}

/** The settings of an adapter before somebody adds the credential. */
type WithIdentity<Settings> = Settings extends { credential: unknown } ? Omit<Settings, 'credential'> : Settings

/** @throws Fault `setting-invalid` that names everything that is wrong, never the values: they may be secrets */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // An empty setting is how a form or a template says that there is none.
  const given = Object.fromEntries(Object.entries(env).filter(([name, value]) => name in settingSchemas && value !== ''))
  const result = z.object(settingSchemas).safeParse(given)
  const wrong = result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  const missing = alternatives
    .filter((ways) => !ways.some((names) => names.every((name) => name in given)))
    .map((ways) => `${ways.map((names) => names.join(' and ')).join(', or ')}: is missing`)
  if (!result.success || missing.length > 0) throw new Fault('setting-invalid', [...wrong, ...missing].join('; '))
  const settings = result.data
  return {
    storage: settings.STORAGE_CONNECTION
      ? { connectionString: settings.STORAGE_CONNECTION }
      : {
          tableUrl: settings.STORAGE_CONNECTION__tableServiceUri ?? '',
          blobUrl: settings.STORAGE_CONNECTION__blobServiceUri ?? '',
          queueUrl: settings.STORAGE_CONNECTION__queueServiceUri ?? '',
        },
    iotHub: settings.IOT_HUB_CONNECTION
      ? { connectionString: settings.IOT_HUB_CONNECTION }
      : { hostName: settings.IOT_HUB_HOST_NAME ?? '' },
    communication: settings.COMMUNICATION_CONNECTION
      ? { connectionString: settings.COMMUNICATION_CONNECTION }
      : { endpoint: settings.COMMUNICATION_ENDPOINT ?? '' },
    smsFrom: settings.SMS_FROM,
    emailFrom: settings.EMAIL_FROM,
    alerts: {
      publicUrl: settings.PUBLIC_URL,
      cooldownSeconds: { sms: settings.SMS_COOLDOWN_SECONDS, email: settings.EMAIL_COOLDOWN_SECONDS },
      emailQuota: { perMinute: settings.EMAIL_PER_MINUTE, perHour: settings.EMAIL_PER_HOUR },
    },
    publicOrigin: new URL(settings.PUBLIC_URL).origin,
    tenant: settings.AUTH_TENANT_ID,
  }
}
