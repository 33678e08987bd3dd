import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { Fault } from '../shared/domain/faults.ts'
import { Id } from '../shared/domain/ids.ts'
import { readPublicKeys } from '../shared/domain/verify-model.ts'
import type { RegistryOptions } from './admission/registry-access.ts'

const Port = z.coerce.number().int().min(0).max(65_535)
const HostName = z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/, 'must be a host name or an IP address')

/** `["program", "argument"]`: started as it stands, without a shell. */
const Command = z.string().transform((text, context) => {
  try {
    return z.array(z.string().min(1)).min(1).max(32).parse(JSON.parse(text))
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a JSON array of strings, such as ["/usr/bin/siren","on"]' })
    return z.NEVER
  }
})

/** One or more public keys in PEM, of those who may sign models. */
const PublicKeys = z.string().refine((pem) => {
  try {
    return readPublicKeys(pem).size > 0
  } catch {
    return false
  }
}, 'must hold Ed25519 public keys in PEM')

const HttpUrl = z.url({ protocol: /^https?$/ })

const Settings = z.object({
  IOTEDGE_DEVICEID: Id,
  /** Set by IoT Edge; a new identity begins its twin's versions anew. */
  IOTEDGE_MODULEGENERATIONID: z.string().max(128).default(''),
  EdgeHubConnectionString: z.string().optional(),
  IotHubConnectionString: z.string().optional(),
  IOTEDGE_WORKLOADURI: z.string().optional(),
  EdgeModuleCACertificateFile: z.string().optional(),
  DATA_FOLDER: z.string().default('data'),
  MODEL_FOLDER: z.string().default('model'),
  MODEL_PUBLIC_KEYS: PublicKeys.optional(),
  MODEL_REGISTRY: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/, 'must be a host name, with a port where it needs one')
    .optional(),
  MODEL_REGISTRY_CREDENTIALS_FILE: z.string().optional(),
  VIDEO_FOLDER: z.string().default('videos'),
  SECRETS_FOLDER: z.string().default('secrets'),
  DISK_QUOTA_MB: z.coerce.number().min(8).max(10_000_000).default(2048),
  UPLOAD_CONNECTION_STRING: z.string().optional(),
  UPLOAD_CONNECTION_FILE: z.string().optional(),
  UPLOAD_BLOB_ENDPOINT: HttpUrl.optional(),
  VIDEO_ENGINE: z.enum(['node-av', 'ffmpeg']).optional(),
  INFERENCE_THREADS: z.coerce.number().int().min(1).max(64).default(1),
  SCORING_HOST: HostName.default('127.0.0.1'),
  SCORING_PORT: Port.default(8080),
  SCORING_KEYS_FILE: z.string().optional(),
  ALARM_COMMAND: Command.optional(),
  ALARM_URL: HttpUrl.optional(),
  ALARM_HOSTS: z.string().default('localhost,127.0.0.1,::1'),
  MODULE_VERSION: z.string().min(1).max(63).default('0.1.0'),
})

export interface EdgeConfig {
  readonly device: Id
  readonly generation: string
  readonly caFile: string | undefined
  readonly dataFolder: string
  readonly modelFolder: string
  /** PEM; undefined: models need no signature. */
  readonly modelPublicKeys: string | undefined
  /** Undefined: models come with the image only. */
  readonly modelRegistry: RegistryOptions | undefined
  readonly videoFolder: string
  readonly secretsFolder: string
  readonly quotaBytes: number
  /** Undefined: nothing is uploaded and recordings are not kept. */
  readonly uploadConnectionString: string | undefined
  readonly blobEndpoint: string | undefined
  readonly videoEngine: 'node-av' | 'ffmpeg' | undefined
  readonly inferenceThreads: number
  readonly scoring: { readonly host: string; readonly port: number; readonly keys: readonly string[] }
  readonly alarm: { readonly command: readonly string[] | undefined; readonly url: string | undefined; readonly hosts: readonly string[] }
  readonly moduleVersion: string
}

/** Names of all settings, for the table in the README. */
export const settingNames: readonly string[] = Object.keys(Settings.shape)

/** Reads the module's settings. Faults with `setting-invalid`, naming every wrong one at once. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): EdgeConfig {
  // A deployment that leaves a value empty means that it is not set.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = Settings.safeParse(given)
  const problems = (parsed.error?.issues ?? []).map(
    ({ path: [name], message }) => `${String(name)} ${given[String(name)] === undefined ? 'is missing' : message}`,
  )
  const { EdgeHubConnectionString, IotHubConnectionString, IOTEDGE_WORKLOADURI } = given
  if (!EdgeHubConnectionString && !IotHubConnectionString && !IOTEDGE_WORKLOADURI) {
    problems.push('IOTEDGE_WORKLOADURI is missing: IoT Edge sets it; elsewhere set EdgeHubConnectionString')
  }
  if (!parsed.success || problems.length > 0) throw new Fault('setting-invalid', problems.join('; '))
  const settings = parsed.data
  return {
    device: settings.IOTEDGE_DEVICEID,
    generation: settings.IOTEDGE_MODULEGENERATIONID,
    caFile: settings.EdgeModuleCACertificateFile,
    dataFolder: settings.DATA_FOLDER,
    modelFolder: settings.MODEL_FOLDER,
    modelPublicKeys: settings.MODEL_PUBLIC_KEYS,
    modelRegistry:
      settings.MODEL_REGISTRY === undefined
        ? undefined
        : { host: settings.MODEL_REGISTRY, credentialsFile: settings.MODEL_REGISTRY_CREDENTIALS_FILE },
    videoFolder: settings.VIDEO_FOLDER,
    secretsFolder: settings.SECRETS_FOLDER,
    quotaBytes: settings.DISK_QUOTA_MB * 1024 * 1024,
    uploadConnectionString: settings.UPLOAD_CONNECTION_STRING ?? readSecret('UPLOAD_CONNECTION_FILE', settings.UPLOAD_CONNECTION_FILE),
    blobEndpoint: settings.UPLOAD_BLOB_ENDPOINT?.replace(/\/$/, ''),
    videoEngine: settings.VIDEO_ENGINE,
    inferenceThreads: settings.INFERENCE_THREADS,
    scoring: scoringOf(settings),
    alarm: {
      command: settings.ALARM_COMMAND,
      url: settings.ALARM_URL,
      hosts: settings.ALARM_HOSTS.split(',').map((host) => host.trim().toLowerCase()),
    },
    moduleVersion: settings.MODULE_VERSION,
  }
}

/** Beyond loopback only whoever names a key may score. */
function scoringOf(settings: z.infer<typeof Settings>): EdgeConfig['scoring'] {
  const { SCORING_HOST: host, SCORING_PORT: port, SCORING_KEYS_FILE: file } = settings
  const keys = (readSecret('SCORING_KEYS_FILE', file) ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (keys.length === 0 && !isLoopback(host))
    throw new Fault('setting-invalid', `SCORING_KEYS_FILE must name a file with at least one key when SCORING_HOST is ${host}`)
  if (keys.some((key) => key.length < 16)) throw new Fault('setting-invalid', 'SCORING_KEYS_FILE: a key must have at least 16 characters')
  return { host, port, keys }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

function readSecret(name: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new Fault('setting-invalid', `${name}: ${file} cannot be read.`, { cause })
  }
}
