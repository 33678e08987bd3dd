import iotDevice, {
  type DeviceMethodRequest,
  type DeviceMethodResponse,
  type Message,
  type ModuleClient,
  type Twin,
} from 'azure-iot-device'
import { systemClock } from '../../shared/domain/clock.ts'
import { messageSchemaVersion } from '../../shared/domain/messages.ts'
import type { Envelope } from '../outbox/envelope.ts'

export interface MethodAnswer {
  readonly status: number
  readonly payload: unknown
}
export type DirectMethods = Readonly<Record<string, (payload: unknown) => Promise<MethodAnswer>>>

export interface SessionOptions {
  readonly connect: () => Promise<ModuleClient>
  readonly methods: DirectMethods
  /** The whole desired properties, `$version` among them: at the start and after each change. */
  onDesired(desired: Readonly<Record<string, unknown>>): void
  /** The hub answers within a second or never; a connection that went quiet without a word is found out after this. Default: 45,000. */
  readonly answerMs?: number
}

/** One connection to the hub, from its opening to its loss. */
export interface Session {
  /** Resolves when the hub has acknowledged. */
  send(envelope: Envelope): Promise<void>
  report(patch: Readonly<Record<string, unknown>>): Promise<void>
  /** Resolves with the reason when the connection is lost. */
  readonly ended: Promise<Error>
  close(): Promise<void>
}

// The link above tries for ever with a fresh client. The SDK's own policy would give up after four minutes.
const noRetry = { shouldRetry: () => false, nextRetryTimeout: () => -1 }

/** Connects, fetches the twin, listens for its changes and for direct methods. Rejects if any of it fails. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const client = await options.connect()
  const attempts = createAttempts(options.answerMs ?? 45_000)
  client.setRetryPolicy(noRetry)
  client.on('error', attempts.end)
  client.on('disconnect', (reason) => attempts.end(reason?.transportObj instanceof Error ? reason.transportObj : closedError()))
  const close = async () => {
    attempts.end(closedError())
    await closeClient(client)
  }
  try {
    const twin = await attempts.attempt(openClient(client, options, attempts.end), 'connecting')
    return {
      send: async ({ header, body }) => {
        await attempts.attempt(client.sendEvent(toMessage(header, body)), 'sending')
      },
      report: (patch) => attempts.attempt(reportTo(twin, patch), 'reporting'),
      ended: attempts.ended,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

interface Attempts {
  readonly ended: Promise<Error>
  /** Fails all that is under way: of some of it the SDK would never say another word. */
  end(reason: Error): void
  /** Settles as the work does; its failure, or no answer in time, is the end of the session. */
  attempt<T>(work: Promise<T>, what: string): Promise<T>
}

function createAttempts(answerMs: number): Attempts {
  const underWay = new Set<(reason: Error) => void>()
  let whenEnded: (reason: Error) => void = () => {}
  const ended = new Promise<Error>((resolve) => {
    whenEnded = resolve
  })

  function end(reason: Error): void {
    whenEnded(reason)
    for (const fail of underWay) fail(reason)
  }

  function attempt<T>(work: Promise<T>, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => end(new Error(`IoT Hub did not answer within ${answerMs / 1000} s (${what}).`)), answerMs)
      const settle = () => {
        clearTimeout(timer)
        underWay.delete(fail)
      }
      const fail = (reason: Error) => {
        settle()
        reject(reason)
      }
      underWay.add(fail)
      work.then((result) => {
        settle()
        resolve(result)
      }, end)
    })
  }

  return { ended, end, attempt }
}

function closedError(): Error {
  return new Error('The connection was closed.')
}

async function openClient(client: ModuleClient, options: SessionOptions, end: Attempts['end']): Promise<Twin> {
  await client.open()
  for (const [name, answer] of Object.entries(options.methods)) {
    client.onMethod(name, (request, response) => {
      if (request !== undefined && response !== undefined) void respond(answer, request, response)
    })
  }
  const twin = await client.getTwin()
  await watchDesired(twin, options.onDesired, end)
  return twin
}

/**
 * The SDK merges a change into what it knows by lodash's rules, which keep old elements when an array gets shorter
 * (a zone would keep corners that were removed). So a change is only the sign to fetch the twin again. The first fetch
 * that counts comes after the subscription: a change between the two would be told to nobody.
 */
async function watchDesired(twin: Twin, onDesired: SessionOptions['onDesired'], end: Attempts['end']): Promise<void> {
  let told = -1
  let newest = 0
  let isFetching = false

  async function fetchNewest(): Promise<void> {
    isFetching = true
    while (told < newest) {
      await twin.get()
      told = Number(twin.properties.desired['$version'])
      onDesired(twin.properties.desired)
    }
    isFetching = false
  }

  twin.on('error', end)
  await new Promise<void>((resolve, reject) => {
    twin.enableTwinDesiredPropertiesUpdates((error) => (error ? reject(error) : resolve()))
  })
  twin.on('properties.desired', (change: { $version?: number }) => {
    newest = Math.max(newest, change.$version ?? 0)
    if (!isFetching) fetchNewest().catch(end)
  })
  await fetchNewest()
}

async function respond(answer: DirectMethods[string], request: DeviceMethodRequest, response: DeviceMethodResponse): Promise<void> {
  const { status, payload } = await answer(request.payload).catch((error: Error) => ({ status: 500, payload: { problem: error.message } }))
  await response.send(status, payload).catch(() => {})
}

function toMessage(header: Envelope['header'], body: Buffer): Message {
  const message = new iotDevice.Message(body)
  message.contentType = 'application/json'
  message.contentEncoding = 'utf-8'
  message.properties.add('type', header.type ?? '')
  message.properties.add('schema', messageSchemaVersion)
  message.properties.add('traceparent', header.traceparent)
  // The hub's time of arrival minus this one tells how wrong this device's clock is; a message sent again says when anew.
  message.properties.add('sentAt', systemClock().toISOString())
  return message
}

function reportTo(twin: Twin, patch: Readonly<Record<string, unknown>>): Promise<void> {
  return new Promise((resolve, reject) => {
    twin.properties.reported['update'](patch, (error?: Error) => (error ? reject(error) : resolve()))
  })
}

async function closeClient(client: ModuleClient): Promise<void> {
  client.removeAllListeners()
  // Late errors of a client that is given up must not end the process.
  client.on('error', () => {})
  const closed = client.close().catch(() => {})
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 2000).unref())])
}
