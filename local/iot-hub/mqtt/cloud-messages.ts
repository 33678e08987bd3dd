import { randomUUID } from 'node:crypto'
import type { Journal } from '../disk/journal.ts'
import { HubError } from '../hub-error.ts'
import type { Registry } from '../identity/registry.ts'
import { encodeBag } from '../property-bag.ts'
import { deliver, type Session, type Sessions } from './sessions.ts'
import { cloudMessageFilter } from './topics.ts'

/** A message from the cloud to a device. */
export interface CloudMessage {
  readonly messageId: string
  /** System and application properties as the device gets them: `$.mid`, `$.cid`, … and its own. */
  readonly properties: readonly (readonly [key: string, value: string])[]
  readonly bodyBase64: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

export interface CloudMessages {
  /** Resolves when the message is on disk. Throws DeviceNotFound, MessageTooLarge or DeviceMaximumQueueDepthExceeded. */
  send(device: string, properties: CloudMessage['properties'], body: Buffer, expiresAt?: number): Promise<void>
  /** The device subscribed: what waits for it goes out. */
  subscribed(session: Session): void
  /** The device has the message that it was last given. */
  acknowledged(session: Session): void
}

// learn.microsoft.com "IoT Hub quotas and throttling": 64 KB a message, 50 pending a device, one hour to live by default.
const maxBytes = 64 * 1024
const maxPending = 50
const defaultLifeMs = 3_600_000

const keyOf = (device: string) => `cloud-messages:${device}`

/** The queue of each device, on disk. One message is under way at a time, so the acknowledgement needs no number to be matched. */
export function createCloudMessages(journal: Journal, registry: Registry, sessions: Sessions): CloudMessages {
  const underWay = new WeakMap<Session, string>()

  const queueOf = (device: string): readonly CloudMessage[] => {
    const queue = (journal.get(keyOf(device)) as CloudMessage[] | undefined) ?? []
    return queue.filter((message) => message.expiresAt > Date.now())
  }

  const store = (device: string, queue: readonly CloudMessage[]) => {
    if (queue.length === 0) journal.delete(keyOf(device))
    else journal.put(keyOf(device), queue)
  }

  const deliverNext = (session: Session | undefined) => {
    if (session === undefined || underWay.has(session) || !session.filters.has(cloudMessageFilter(session.entry.address))) return
    const { device } = session.entry.address
    const message = queueOf(device)[0]
    if (message === undefined) return
    underWay.set(session, message.messageId)
    deliver(
      session,
      `devices/${device}/messages/devicebound/${encodeBag(message.properties)}`,
      Buffer.from(message.bodyBase64, 'base64'),
      1,
    )
  }

  return {
    async send(device, properties, body, expiresAt = Date.now() + defaultLifeMs) {
      registry.get({ device })
      if (body.length > maxBytes)
        throw new HubError('MessageTooLarge', `A message to a device may be ${maxBytes} bytes, this one is ${body.length}.`)
      const queue = queueOf(device)
      if (queue.length >= maxPending) throw new HubError('DeviceMaximumQueueDepthExceeded', `${device} has ${maxPending} messages waiting.`)
      const messageId = properties.find(([key]) => key === '$.mid')?.[1] ?? randomUUID()
      const to: [string, string] = ['$.to', `/devices/${device}/messages/devicebound`]
      const withIds = [['$.mid', messageId] as const, to, ...properties.filter(([key]) => key !== '$.mid' && key !== '$.to')]
      store(device, [...queue, { messageId, properties: withIds, bodyBase64: body.toString('base64'), expiresAt }])
      await journal.flushed()
      deliverNext(sessions.live({ device }))
    },
    subscribed: deliverNext,
    acknowledged(session) {
      const messageId = underWay.get(session)
      if (messageId === undefined) return
      underWay.delete(session)
      const { device } = session.entry.address
      const queue = queueOf(device)
      const index = queue.findIndex((message) => message.messageId === messageId)
      if (index >= 0) store(device, queue.toSpliced(index, 1))
      deliverNext(session)
    },
  }
}
