import type { Journal } from './journal.ts'
import type { SentEmail, SentMessage, SentSms } from './message.ts'

/** What the page shows and a poll can ask for; older messages are only in the journal. */
const maxInMemory = 1_000

export interface Outbox {
  /** Newest first. */
  list(): readonly SentMessage[]
  find(id: string): SentMessage | undefined
  findEmail(operation: string): SentEmail | undefined
  /** The SMS that a repeated request had led to. */
  findSms(to: string, requestId: string): SentSms | undefined
  /** Resolves when the message is durable; the same again waits for the same write. */
  add(message: SentMessage): Promise<void>
  /** Calls back with each new message until the returned function is called. */
  watch(onMessage: (message: SentMessage) => void): () => void
}

export function createOutbox(journal: Journal): Outbox {
  const messages = new Map<string, SentMessage>()
  const requests = new Map<string, SentSms>()
  const writes = new Map<string, Promise<void>>()
  const watchers = new Set<(message: SentMessage) => void>()

  const forget = (message: SentMessage) => {
    messages.delete(message.id)
    if (message.kind === 'sms' && message.requestId !== undefined) requests.delete(requestKey(message.to, message.requestId))
  }
  const remember = (message: SentMessage) => {
    messages.set(message.id, message)
    if (message.kind === 'sms' && message.requestId !== undefined) requests.set(requestKey(message.to, message.requestId), message)
    const [oldest] = messages.values()
    if (messages.size > maxInMemory && oldest !== undefined) forget(oldest)
  }
  const write = async (message: SentMessage) => {
    try {
      await journal.append(message)
    } catch (error) {
      forget(message)
      throw error
    } finally {
      writes.delete(message.id)
    }
    for (const onMessage of watchers) onMessage(message)
  }

  journal.kept.forEach(remember)
  return {
    list: () => [...messages.values()].reverse(),
    find: (id) => messages.get(id),
    findEmail: (operation) => {
      const message = messages.get(operation)
      return message?.kind === 'email' ? message : undefined
    },
    findSms: (to, requestId) => requests.get(requestKey(to, requestId)),
    add: (message) => {
      if (messages.has(message.id)) return writes.get(message.id) ?? Promise.resolve()
      // Remembered before it is on the disk, so that the same request on a second connection is not taken twice.
      remember(message)
      const writing = write(message)
      writes.set(message.id, writing)
      return writing
    },
    watch: (onMessage) => {
      watchers.add(onMessage)
      return () => watchers.delete(onMessage)
    },
  }
}

function requestKey(to: string, requestId: string): string {
  return `${to} ${requestId.toLowerCase()}`
}
