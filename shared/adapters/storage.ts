import { setTimeout as sleepFor } from 'node:timers/promises'
import { TableClient } from '@azure/data-tables'
import type { TokenCredential } from '@azure/identity'
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob'
import { type QueueClient, QueueServiceClient } from '@azure/storage-queue'
import { type Clock, systemClock } from '../domain/clock.ts'
import { Fault } from '../domain/faults.ts'
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.ts'
import type { ContainerName, PoisonQueueName, QueueName, TableName } from './storage-names.ts'
import { failureOf, isTransient } from './transient.ts'

/** A connection string, or the three addresses and an identity (no keys at all). */
export type StorageSettings =
  | { readonly connectionString: string }
  | { readonly tableUrl: string; readonly blobUrl: string; readonly queueUrl: string; readonly credential: TokenCredential }

export interface RetryOptions {
  /** How often a call is made at most. Default 4. */
  readonly attempts?: number
  /** Longest wait before the second attempt, in ms; it grows four-fold. Default 100. */
  readonly firstDelayMs?: number
  /** After this long without an answer an attempt is given up, in ms. Default 10,000. */
  readonly timeoutMs?: number
  readonly sleep?: (ms: number) => Promise<unknown>
  /** For the pauses while a service is away. Must go on while `sleep` sleeps. */
  readonly now?: Clock
}

/**
 * The only way to the storage account. Each call makes its table, container or queue when it is missing, is tried
 * again while the failure may pass, and ends in `storage-unavailable` when it did not. A service that fails again and
 * again is asked once in a while only, by one for all; the attempts of the others fail without a call.
 *
 * An attempt may be executed although it failed (the answer was lost), and is then made again: callers must make it
 * idempotent, or look at what is stored before they believe a 409 or 412.
 */
export interface Storage {
  inTable<T>(name: TableName, attempt: (table: TableClient, abortSignal: AbortSignal) => Promise<T>): Promise<T>
  inContainer<T>(name: ContainerName, attempt: (container: ContainerClient, abortSignal: AbortSignal) => Promise<T>): Promise<T>
  inQueue<T>(name: QueueName | PoisonQueueName, attempt: (queue: QueueClient, abortSignal: AbortSignal) => Promise<T>): Promise<T>
}

const maxWaitMs = 10_000

export function createStorage(settings: StorageSettings, retry: RetryOptions = {}): Storage {
  const tables = remember((name: TableName) => openTable(settings, name))
  const blobs = openBlobs(settings)
  const containers = remember((name: ContainerName) => blobs.getContainerClient(name))
  const queueService = openQueues(settings)
  const queues = remember((name: QueueName | PoisonQueueName) => queueService.getQueueClient(name))
  const { attempts = 4, firstDelayMs = 100, timeoutMs = 10_000, sleep = sleepFor, now = systemClock } = retry
  // Tables, blobs and queues are services of their own, which go and come by themselves.
  const patience = () => ({ attempts, firstDelayMs, timeoutMs, sleep, breaker: createCircuitBreaker(now, firstDelayMs * 10) })
  const [ofTables, ofBlobs, ofQueues] = [patience(), patience(), patience()]
  return {
    inTable: (name, attempt) => persist(tables(name), attempt, (table) => table.createTable(), ofTables),
    inContainer: (name, attempt) => persist(containers(name), attempt, (container) => container.createIfNotExists(), ofBlobs),
    inQueue: (name, attempt) => persist(queues(name), attempt, (queue) => queue.createIfNotExists(), ofQueues),
  }
}

type Patience = Required<Omit<RetryOptions, 'now'>> & { readonly breaker: CircuitBreaker }

async function persist<Client, T>(
  client: Client,
  attempt: (client: Client, abortSignal: AbortSignal) => Promise<T>,
  create: (client: Client) => Promise<unknown>,
  patience: Patience,
): Promise<T> {
  const { attempts, firstDelayMs, timeoutMs, sleep, breaker } = patience
  let hasCreated = false
  for (let count = 1; ; ) {
    try {
      return await attemptOnce((abortSignal) => attempt(client, abortSignal), timeoutMs, breaker)
    } catch (error) {
      const { code, retryAfterMs } = failureOf(error)
      if (!hasCreated && (code === 'TableNotFound' || code === 'ContainerNotFound' || code === 'QueueNotFound')) {
        hasCreated = true
        await persist(client, () => create(client), create, patience)
        continue
      }
      if (!isTransient(error)) throw error
      if (count === attempts) throw new Fault('storage-unavailable', `${attempts} attempts failed.`, { cause: error })
      // Half fixed, half random: instances that failed together must not come back together.
      const backoffMs = firstDelayMs * 4 ** (count - 1) * (0.5 + Math.random() / 2)
      await sleep(Math.min(maxWaitMs, Math.max(retryAfterMs ?? 0, backoffMs)))
      count++
    }
  }
}

async function attemptOnce<T>(attempt: (abortSignal: AbortSignal) => Promise<T>, timeoutMs: number, breaker: CircuitBreaker): Promise<T> {
  if (!(await breaker.admits())) throw new DOMException('The service is away, and was asked a moment ago.', 'AbortError')
  try {
    const answer = await withDeadline(attempt, timeoutMs)
    breaker.succeeded()
    return answer
  } catch (error) {
    if (isTransient(error)) breaker.failed()
    else breaker.succeeded()
    throw error
  }
}

/** The SDKs do not hear the signal everywhere (an answer that breaks off in its middle is one such place), so the wait ends by itself. */
async function withDeadline<T>(work: (abortSignal: AbortSignal) => Promise<T>, timeoutMs: number): Promise<T> {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new DOMException(`No answer within ${timeoutMs} ms.`, 'TimeoutError')
      controller.abort(error)
      reject(error)
    }, timeoutMs)
  })
  try {
    return await Promise.race([work(controller.signal), late])
  } finally {
    clearTimeout(timer)
  }
}

// The SDKs' own retries are off: they would hide from us that an attempt may have been executed.
function openTable(settings: StorageSettings, name: TableName): TableClient {
  const retryOptions = { maxRetries: 0 }
  if (!('connectionString' in settings)) return new TableClient(settings.tableUrl, name, settings.credential, { retryOptions })
  const { connectionString } = settings
  // The short form means the emulator on this machine, at http://127.0.0.1:10002.
  const isShortForm = /^UseDevelopmentStorage=true;?$/i.test(connectionString)
  const allowInsecureConnection = isShortForm || isLoopbackHttp(/TableEndpoint=([^;]+)/i.exec(connectionString)?.[1])
  return TableClient.fromConnectionString(connectionString, name, { retryOptions, allowInsecureConnection })
}

function openBlobs(settings: StorageSettings): BlobServiceClient {
  const retryOptions = { maxTries: 1 }
  return 'connectionString' in settings
    ? BlobServiceClient.fromConnectionString(settings.connectionString, { retryOptions })
    : new BlobServiceClient(settings.blobUrl, settings.credential, { retryOptions })
}

function openQueues(settings: StorageSettings): QueueServiceClient {
  const retryOptions = { maxTries: 1 }
  return 'connectionString' in settings
    ? QueueServiceClient.fromConnectionString(settings.connectionString, { retryOptions })
    : new QueueServiceClient(settings.queueUrl, settings.credential, { retryOptions })
}

/** Keys may travel unencrypted to this very machine, and nowhere else. */
export function isLoopbackHttp(url: string | undefined): boolean {
  if (url === undefined || !URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && (hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]')
}

function remember<Name, Client>(open: (name: Name) => Client): (name: Name) => Client {
  const opened = new Map<Name, Client>()
  return (name) => {
    const known = opened.get(name)
    if (known !== undefined) return known
    const client = open(name)
    opened.set(name, client)
    return client
  }
}
