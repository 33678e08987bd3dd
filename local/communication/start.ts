import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { accessKey } from './access-key.ts'
import { createRequestListener } from './create-request-listener.ts'
import { openJournal } from './journal.ts'
import { createThrottle, type RateLimitName, rateLimits } from './limits.ts'
import { createOutbox } from './outbox.ts'

export interface CommunicationOptions {
  /** Where messages and the access key are kept; without it all is gone at the end, for tests. */
  readonly folder?: string
  /** 0 = any free port, the default. */
  readonly port?: number
  /** Which of the real service's rate limits hold. Default: `off`. */
  readonly limits?: RateLimitName
  /** For tests that move time. */
  readonly now?: () => Date
}

export interface RunningCommunication {
  /** The outbox page, and the endpoint of the API. */
  readonly url: string
  /** For `SmsClient` and `EmailClient`, which also need `allowInsecureConnection: true`. */
  readonly connectionString: string
  readonly accessKey: string
  close(): Promise<void>
}

/** Communication Services for the SMS and e-mail clients of Azure, on loopback. Nothing leaves the machine. */
export async function startCommunication(options: CommunicationOptions = {}): Promise<RunningCommunication> {
  const now = options.now ?? (() => new Date())
  const key = accessKey(options.folder)
  const journal = await openJournal(options.folder)
  const outbox = createOutbox(journal)
  const limits = options.limits === undefined || options.limits === 'off' ? undefined : rateLimits[options.limits]
  const server = createServer(createRequestListener({ key, outbox, now, limits, throttle: createThrottle(now) }))
  try {
    server.listen(options.port ?? 0, '127.0.0.1')
    await once(server, 'listening')
  } catch (error) {
    await journal.close()
    throw error
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    connectionString: `endpoint=${url}/;accesskey=${key}`,
    accessKey: key,
    close: async () => {
      server.close()
      // Pages that watch the outbox keep their connection open for ever.
      server.closeAllConnections()
      await once(server, 'close')
      await journal.close()
    },
  }
}
