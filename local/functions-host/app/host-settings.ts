import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { Fault } from '../../../shared/domain/faults.ts'
import { fillInSettings } from './app-settings.ts'
import { timeSpanMilliseconds } from './time-span.ts'

const timeSpan = z.string().transform((text, context) => {
  const milliseconds = timeSpanMilliseconds(text)
  if (milliseconds !== undefined) return milliseconds
  context.addIssue(`expected a time span such as 00:00:30, got ${text}`)
  return z.NEVER
})

const http = z.object({
  routePrefix: z.string().default('api'),
  maxRequestBodySize: z.number().default(104_857_600),
  customHeaders: z.record(z.string(), z.string()).default({}),
})

const queues = z.object({
  batchSize: z.int().min(1).max(32).default(16),
  newBatchThreshold: z.int().min(0).optional(),
  maxDequeueCount: z.int().min(1).default(5),
  visibilityTimeout: timeSpan.default(0),
  // Azure waits up to a minute on an idle queue; on a laptop somebody is looking.
  maxPollingInterval: timeSpan.default(1000),
  messageEncoding: z
    .string()
    .transform((text) => text.toLowerCase())
    .pipe(z.enum(['base64', 'none']))
    .default('base64'),
})

const eventHubs = z.object({
  maxEventBatchSize: z.int().min(1).default(100),
  prefetchCount: z.int().min(0).default(300),
  batchCheckpointFrequency: z.int().min(1).default(1),
  initialOffsetOptions: z
    .object({
      type: z
        .string()
        .transform((text) => text.toLowerCase())
        .pipe(z.enum(['fromstart', 'fromend', 'fromenqueuedtime']))
        .default('fromstart'),
      enqueuedTimeUtc: z.string().optional(),
    })
    .default({ type: 'fromstart' }),
})

const blobs = z.object({ maxDegreeOfParallelism: z.int().min(1).default(8), poisonBlobThreshold: z.int().min(1).default(5) })

const concurrency = z
  .int()
  .min(1)
  .default(10 * availableParallelism())

const durableTask = z.object({
  hubName: z
    .string()
    .transform(fillInSettings)
    .pipe(z.string().regex(/^[a-z][a-z0-9]{2,44}$/i, 'a task hub is named by 3 to 45 letters and digits, a letter first'))
    .default('TestHubName'),
  maxConcurrentActivityFunctions: concurrency,
  maxConcurrentOrchestratorFunctions: concurrency,
  maxConcurrentEntityFunctions: concurrency,
  maxEntityOperationBatchSize: z.int().min(1).default(50),
  overridableExistingInstanceStates: z.enum(['NonRunningStates', 'AnyState']).default('NonRunningStates'),
  httpSettings: z.object({ defaultAsyncRequestSleepTimeMilliseconds: z.int().min(1).default(30_000) }).prefault({}),
  // Azure's own and not to be set there; a test need not wait for six days.
  maximumShortTimerDuration: timeSpan.prefault('6.00:00:00'),
  longRunningTimerIntervalDuration: timeSpan.prefault('3.00:00:00'),
})

const hostJson = z.object({
  version: z.literal('2.0', 'host.json must say "version": "2.0"'),
  functions: z.array(z.string()).optional(),
  functionTimeout: timeSpan.optional(),
  logging: z.object({ logLevel: z.record(z.string(), z.string()).default({}) }).default({ logLevel: {} }),
  extensions: z
    .object({
      http: http.prefault({}),
      queues: queues.prefault({}),
      eventHubs: eventHubs.prefault({}),
      blobs: blobs.prefault({}),
      durableTask: durableTask.prefault({}),
    })
    .prefault({}),
})

export type HostSettings = z.output<typeof hostJson>

/**
 * Reads host.json. A setting `AzureFunctionsJobHost__extensions__http__routePrefix` goes before what the file says.
 * Throws a fault that names every wrong value.
 */
export function readHostSettings(appFolder: string): HostSettings {
  const file = join(appFolder, 'host.json')
  if (!existsSync(file)) throw new Fault('setting-invalid', `${appFolder} has no host.json, so it is no function app.`)
  const content = parseJson(readFileSync(file, 'utf8'), file)
  for (const [name, value] of Object.entries(process.env)) {
    const [, path] = /^AzureFunctionsJobHost__(.+)$/.exec(name) ?? []
    if (path !== undefined && value !== undefined) setDeep(content, path.split('__'), value)
  }
  const result = hostJson.safeParse(content)
  if (result.success) return result.data
  throw new Fault('setting-invalid', `${file}: ${z.prettifyError(result.error)}`)
}

/** Comments are allowed in host.json and local.settings.json, as .NET's reader allows them. */
export function parseJson(text: string, file: string): Record<string, unknown> {
  const withoutComments = text.replace(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, literal?: string) => literal ?? '')
  try {
    return JSON.parse(withoutComments.replace(/^\uFEFF/, '')) as Record<string, unknown>
  } catch (cause) {
    throw new Fault('setting-invalid', `${file} is not JSON: ${String(cause)}`, { cause })
  }
}

function setDeep(target: Record<string, unknown>, path: string[], text: string): void {
  const [key = '', ...rest] = path
  const name = Object.keys(target).find((each) => each.toLowerCase() === key.toLowerCase()) ?? key
  if (rest.length === 0) {
    target[name] = /^(true|false|-?\d+)$/.test(text) ? JSON.parse(text) : text
    return
  }
  target[name] ??= {}
  setDeep(target[name] as Record<string, unknown>, rest, text)
}
