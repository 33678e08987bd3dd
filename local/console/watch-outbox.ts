import { get, type IncomingMessage } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

interface OutboxMessage {
  readonly id: string
  readonly kind: 'sms' | 'email'
  readonly to: string | readonly { readonly address: string }[]
  readonly message?: string
  readonly subject?: string
}

const reconnectMs = 1000

/**
 * Tells each SMS and e-mail that Communication Services takes, one line each, until the signal stops it.
 * Resolves when it watches; what comes from then on is told.
 */
export function watchOutbox(url: string, signal: AbortSignal, onEvent: (line: string) => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let seen: Set<string> | undefined
  const read = async () => {
    const { messages } = (await (await fetch(`${url}/outbox`, { signal })).json()) as { messages: readonly OutboxMessage[] }
    // What an earlier console has told already is no news.
    const fresh = messages.filter(({ id }) => seen !== undefined && !seen.has(id)).reverse()
    seen = new Set(messages.map(({ id }) => id))
    for (const message of fresh) onEvent(describe(message))
  }
  const watch = async () => {
    while (!signal.aborted) {
      try {
        const events = await openEvents(`${url}/outbox/events`, signal)
        await read()
        resolve()
        for await (const _ of events) await read()
      } catch {
        // Stopped, or the service is being started again; then nothing is lost, because the list is read first.
      }
      await wait(reconnectMs, undefined, { signal }).catch(() => {})
    }
    resolve()
  }
  void watch()
  return promise
}

/** Not by `fetch`, which gives a stream up that is silent for five minutes. */
function openEvents(url: string, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => get(url, { signal }, resolve).once('error', reject))
}

function describe(message: OutboxMessage): string {
  const to = typeof message.to === 'string' ? message.to : message.to.map(({ address }) => address).join(', ')
  const text = (message.kind === 'sms' ? message.message : message.subject) ?? ''
  return `${message.kind === 'sms' ? 'SMS' : 'e-mail'} to ${to}: ${text.replace(/\s+/g, ' ').slice(0, 90)}`
}
