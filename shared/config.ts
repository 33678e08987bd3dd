import type { TokenCredential } from '@azure/identity'
import { z } from 'zod'
import type { CommunicationSettings } from './adapters/communication-client-options.ts'
import type { IotHubSettings } from './adapters/iot-hub-registry.ts'
import { isLoopbackHttp, type StorageSettings } from './adapters/storage.ts'
import type { PushSettings } from './adapters/web-push.ts'
import { type AlertSettings, defaultCooldownSeconds } from './domain/alert-settings.ts'
import { Fault } from './domain/faults.ts'

const Text = z.string().min(1)
const Count = z.coerce.number().int().positive()
const Seconds = z.coerce.number().int().nonnegative()
const Region = z.string().regex(/^[a-z0-9]{1,40}$/, 'must be the name of a region such as westeurope')
const SecureUrl = z.url().refine((url) => url.startsWith('https://') || isLoopbackHttp(url), 'must be https (http only on this machine)')
/** https://learn.microsoft.com/azure/azure-resource-manager/management/overview */
const ResourceId = z
  .string()
  .regex(/^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/]+\/providers\/[^/]+\/[^/]+\/[^/]+$/i, 'must be the id of a resource')

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
  HUB_MESSAGES_PER_DAY: Count.default(400_000),
  COMMUNICATION_CONNECTION: Text.optional(),
  COMMUNICATION_ENDPOINT: z.url().optional(),
  SMS_FROM: Text,
  EMAIL_FROM: z.email(),
  SMS_COOLDOWN_SECONDS: Seconds.default(defaultCooldownSeconds.sms),
  EMAIL_COOLDOWN_SECONDS: Seconds.default(defaultCooldownSeconds.email),
  EMAIL_PER_MINUTE: Count.default(5),
  EMAIL_PER_HOUR: Count.default(10),
  RESOURCE_MANAGER_URL: SecureUrl.default('https://management.azure.com'),
  RESOURCE_MANAGER_TOKEN: Text.optional(),
  ML_WORKSPACE_ID: ResourceId,
  ML_COMPUTE: Text,
  ML_ENVIRONMENT: Text,
  ML_DATASTORE: Text,
  CACHE_CONNECTION: Text.optional(),
  CACHE_CONNECTION__blobServiceUri: z.url().optional(),
  CONTAINER_REGISTRY_ID: ResourceId,
  CONTAINER_REGISTRY_URL: SecureUrl,
  CONTAINER_REGISTRY_PASSWORD: Text.optional(),
  EDGE_AGENT_IMAGE: Text.default('mcr.microsoft.com/azureiotedge-agent:1.6'),
  EDGE_HUB_IMAGE: Text.default('mcr.microsoft.com/azureiotedge-hub:1.6'),
  MODEL_SIGNING_KEY: Text,
  PUBLIC_URL: SecureUrl,
  /** P-256 (RFC 8292): the point, 65 bytes, and the number, 32 bytes, both in base64url. */
  PUSH_PUBLIC_KEY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{87}$/, 'must be 65 bytes in base64url')
    .optional(),
  PUSH_PRIVATE_KEY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes in base64url')
    .optional(),
  PUSH_CONTACT: z
    .string()
    .regex(/^(mailto:.+@.+|https:\/\/.+)$/, 'must begin with mailto: or https://')
    .optional(),
  /** Where the storage account of STORAGE_CONNECTION keeps its data; compliance policies may name regions. */
  DATA_REGION: Region.default('unknown'),
  APPLICATIONINSIGHTS_CONNECTION_STRING: Text.optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: SecureUrl.optional(),
  /** https://opentelemetry.io/docs/specs/otel/protocol/exporter: `name=value,name=value`. */
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .regex(/^[^=,\s]+=[^,]*(,[^=,\s]+=[^,]*)*$/, 'must be name=value,name=value')
    .optional(),
  VIDEO_ENGINE: z.enum(['node-av', 'ffmpeg']).optional(),
  AUTH_TENANT_ID: Text,
  /** Set by App Service when its authentication is on. Without it anybody could send the header that names people. */
  WEBSITE_AUTH_ENABLED: z.literal('True', { error: 'App Service authentication must be on (True)' }),
} as const

type SettingName = keyof typeof settingSchemas

/** All of them, or none: without them nothing is sent to browsers. */
const pushSettings: readonly SettingName[] = ['PUSH_PUBLIC_KEY', 'PUSH_PRIVATE_KEY', 'PUSH_CONTACT']

/** Of each of these lists one must be there as a whole. */
const alternatives: readonly (readonly [first: SettingName, ...others: SettingName[]])[][] = [
  [
    ['STORAGE_CONNECTION'],
    ['STORAGE_CONNECTION__tableServiceUri', 'STORAGE_CONNECTION__blobServiceUri', 'STORAGE_CONNECTION__queueServiceUri'],
  ],
  [['IotHubEvents'], ['IotHubEvents__fullyQualifiedNamespace']],
  [['IOT_HUB_CONNECTION'], ['IOT_HUB_HOST_NAME']],
  [['COMMUNICATION_CONNECTION'], ['COMMUNICATION_ENDPOINT']],
  [['CACHE_CONNECTION'], ['CACHE_CONNECTION__blobServiceUri']],
]

/** How to reach the services; `undefined` where the app's own identity is to be used instead of a key. */
export interface Config {
  readonly storage: WithIdentity<StorageSettings>
  readonly iotHub: WithIdentity<IotHubSettings>
  /** Of all units of the hub together. */
  readonly hubMessagesPerDay: number
  readonly communication: WithIdentity<CommunicationSettings>
  /** Azure's management API; without a token the app's own identity is used. */
  readonly resourceManager: { readonly url: string; readonly token: string | undefined }
  /** Where models are trained: ids of the workspace, its compute and environment, and its datastore over the training cache. */
  readonly workspace: { readonly id: string; readonly compute: string; readonly environment: string; readonly datastore: string }
  readonly cache: WithIdentity<CacheSettings>
  readonly registry: { readonly id: string; readonly url: string; readonly password: string | undefined }
  /** Of the IoT Edge runtime, for standing deployments. */
  readonly edgeImages: { readonly agent: string; readonly hub: string }
  /** Ed25519, PKCS #8 in PEM or the base64 of that. */
  readonly signingKey: string
  readonly smsFrom: string
  readonly emailFrom: string
  readonly alerts: AlertSettings
  /** Undefined = nothing is sent to browsers. */
  readonly push: PushSettings | undefined
  readonly telemetry: {
    readonly otlp: { readonly url: string; readonly headers: Record<string, string> } | undefined
    /** Read with the app's own identity. */
    readonly applicationInsights: string | undefined
  }
  readonly publicOrigin: string
  readonly tenant: string
  /** Where data lies. */
  readonly dataRegion: string
  /** Undefined = what is there. */
  readonly videoEngine: 'node-av' | 'ffmpeg' | undefined
}

/** The premium account beside the trainer: a connection string, or its address and an identity. */
export type CacheSettings = { readonly connectionString: string } | { readonly blobUrl: string; readonly credential: TokenCredential }

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
  const givenOfPush = pushSettings.filter((name) => name in given)
  if (givenOfPush.length > 0 && givenOfPush.length < pushSettings.length) missing.push(`${pushSettings.join(', ')}: all or none`)
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
    hubMessagesPerDay: settings.HUB_MESSAGES_PER_DAY,
    communication: settings.COMMUNICATION_CONNECTION
      ? { connectionString: settings.COMMUNICATION_CONNECTION }
      : { endpoint: settings.COMMUNICATION_ENDPOINT ?? '' },
    resourceManager: { url: settings.RESOURCE_MANAGER_URL.replace(/\/$/, ''), token: settings.RESOURCE_MANAGER_TOKEN },
    workspace: {
      id: settings.ML_WORKSPACE_ID,
      compute: settings.ML_COMPUTE,
      environment: settings.ML_ENVIRONMENT,
      datastore: settings.ML_DATASTORE,
    },
    cache: settings.CACHE_CONNECTION
      ? { connectionString: settings.CACHE_CONNECTION }
      : { blobUrl: settings.CACHE_CONNECTION__blobServiceUri ?? '' },
    registry: {
      id: settings.CONTAINER_REGISTRY_ID,
      url: settings.CONTAINER_REGISTRY_URL.replace(/\/$/, ''),
      password: settings.CONTAINER_REGISTRY_PASSWORD,
    },
    edgeImages: { agent: settings.EDGE_AGENT_IMAGE, hub: settings.EDGE_HUB_IMAGE },
    signingKey: settings.MODEL_SIGNING_KEY,
    smsFrom: settings.SMS_FROM,
    emailFrom: settings.EMAIL_FROM,
    alerts: {
      publicUrl: settings.PUBLIC_URL,
      cooldownSeconds: { sms: settings.SMS_COOLDOWN_SECONDS, email: settings.EMAIL_COOLDOWN_SECONDS },
      emailQuota: { perMinute: settings.EMAIL_PER_MINUTE, perHour: settings.EMAIL_PER_HOUR },
    },
    push: pushOf(settings),
    telemetry: {
      otlp:
        settings.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
          ? undefined
          : {
              url: settings.OTEL_EXPORTER_OTLP_ENDPOINT,
              headers: pairsOf(settings.OTEL_EXPORTER_OTLP_HEADERS ?? ''),
            },
      applicationInsights: settings.APPLICATIONINSIGHTS_CONNECTION_STRING,
    },
    publicOrigin: new URL(settings.PUBLIC_URL).origin,
    tenant: settings.AUTH_TENANT_ID,
    dataRegion: settings.DATA_REGION,
    videoEngine: settings.VIDEO_ENGINE,
  }
}

function pairsOf(text: string): Record<string, string> {
  const pairs = text.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])
  return Object.fromEntries(text === '' ? [] : pairs)
}

function pushOf(settings: {
  readonly PUSH_PUBLIC_KEY?: string | undefined
  readonly PUSH_PRIVATE_KEY?: string | undefined
  readonly PUSH_CONTACT?: string | undefined
}): PushSettings | undefined {
  const { PUSH_PUBLIC_KEY: publicKey, PUSH_PRIVATE_KEY: privateKey, PUSH_CONTACT: contact } = settings
  if (publicKey === undefined || privateKey === undefined || contact === undefined) return undefined
  return { publicKey, privateKey, contact }
}
