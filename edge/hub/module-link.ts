import type { Log } from '../log.ts'
import type { Envelope } from '../outbox/envelope.ts'
import { createBackOff } from './back-off.ts'
import { openSession, type Session, type SessionOptions } from './open-session.ts'

export interface ModuleLinkOptions extends SessionOptions {
  readonly log: Log
  onConnected(): void
  /** First wait before a new attempt, and the longest. */
  readonly firstWaitMs?: number
  readonly mostWaitMs?: number
}

/** The module's place at IoT Hub. Connects again for ever. */
export interface ModuleLink {
  readonly isConnected: boolean
  /** Rejects when there is no connection or it is lost before the hub acknowledged. */
  send(envelope: Envelope): Promise<void>
  /** Reported properties by their first key; what could not be reported is reported at the next connection. */
  report(properties: Readonly<Record<string, unknown>>): void
  close(): Promise<void>
}

export function openModuleLink(options: ModuleLinkOptions): ModuleLink {
  const { log } = options
  const backOff = createBackOff(options.firstWaitMs, options.mostWaitMs)
  // The hub keeps reported properties, so a new connection sends only what it does not have.
  const unreported = new Map<string, unknown>()
  let session: Session | undefined
  let isClosing = false
  let isReporting = false
  let wake = () => {}

  async function stayConnected(): Promise<void> {
    for (let problem = ''; !isClosing; ) {
      try {
        session = await openSession(options)
        log('info', 'hub-connected')
        problem = ''
        backOff.reset()
        options.onConnected()
        void flushReports()
        const reason = await Promise.race([session.ended, closing])
        if (!isClosing) log('warning', 'hub-lost', { reason })
      } catch (error) {
        // An outage of days would fill the log with the same line.
        if (problem !== (error as Error).message) log('warning', 'hub-unreachable', { reason: error })
        problem = (error as Error).message
      }
      const lost = session
      session = undefined
      await lost?.close()
      if (!isClosing) await wait(backOff.next())
    }
  }

  const closing = new Promise<undefined>((resolve) => {
    wake = () => resolve(undefined)
  })
  const running = stayConnected()

  function wait(ms: number): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, ms)
    })
    return Promise.race([late, closing]).finally(() => clearTimeout(timer))
  }

  async function flushReports(): Promise<void> {
    if (isReporting) return
    isReporting = true
    while (session !== undefined && unreported.size > 0) {
      const patch = Object.fromEntries(unreported)
      unreported.clear()
      const isReported = await session.report(patch).then(
        () => true,
        () => false,
      )
      if (isReported) continue
      for (const [key, value] of Object.entries(patch)) if (!unreported.has(key)) unreported.set(key, value)
      break
    }
    isReporting = false
  }

  return {
    get isConnected() {
      return session !== undefined
    },
    send: (envelope) => session?.send(envelope) ?? Promise.reject(new Error('There is no connection to IoT Hub.')),
    report(properties) {
      for (const [key, value] of Object.entries(properties)) unreported.set(key, value)
      void flushReports()
    },
    async close() {
      isClosing = true
      wake()
      await running
    },
  }
}
