import rhea, { type Delivery, type Message, type Sender } from 'rhea'
import { HubError } from '../hub-error.ts'
import type { CloudMessage, CloudMessages } from '../mqtt/cloud-messages.ts'

/** A device finished a file upload, as the service is told. */
export interface FileNotification {
  readonly deviceId: string
  readonly blobUri: string
  readonly blobName: string
  readonly lastUpdatedTime: string
  readonly blobSizeInBytes: number
  readonly enqueuedTimeUtc: string
}

/** What azure-iothub's `Client` does over AMQP: messages to devices, notifications of uploads. */
export interface ServiceMessages {
  /** Opens a link to a reader of `/messages/serviceBound/…`. */
  open(sender: Sender, address: string): void
  /** Takes a message to a device and settles it. */
  take(message: Message, delivery: Delivery): Promise<void>
  /** Tells the readers of file notifications; without a reader it is kept for the next one of this run. */
  notifyUpload(notification: FileNotification): void
}

const maxKept = 1000

export function createServiceMessages(cloudMessages: CloudMessages): ServiceMessages {
  const readers = new Set<Sender>()
  const kept: FileNotification[] = []

  const flush = () => {
    for (const reader of readers) {
      while (kept.length > 0 && reader.sendable())
        reader.send({ body: rhea.message.data_section(Buffer.from(JSON.stringify(kept.shift()))) })
    }
  }

  return {
    open(sender, address) {
      // Nothing is ever sent on the feedback link: see the README.
      if (!/filenotifications$/i.test(address)) return
      readers.add(sender)
      sender.on('sendable', flush)
      const leave = () => readers.delete(sender)
      sender.once('sender_close', leave)
      sender.connection.once('disconnected', leave)
    },
    async take(message, delivery) {
      try {
        const device = /^\/?devices\/([^/]+)\/messages\/devicebound$/i.exec(message.to ?? '')?.[1]
        if (device === undefined)
          throw new HubError('ArgumentInvalid', `The message's 'to' is '${message.to}', not /devices/{id}/messages/devicebound.`)
        const expiresAt = message.absolute_expiry_time === undefined ? undefined : Number(message.absolute_expiry_time)
        await cloudMessages.send(decodeURIComponent(device), propertiesOf(message), bodyOf(message), expiresAt)
        delivery.accept()
      } catch (error) {
        delivery.reject({ condition: conditionOf(error), description: (error as Error).message })
      }
    },
    notifyUpload(notification) {
      kept.push(notification)
      if (kept.length > maxKept) kept.shift()
      flush()
    },
  }
}

function propertiesOf(message: Message): CloudMessage['properties'] {
  const system: [string, unknown][] = [
    ['$.mid', message.message_id],
    ['$.cid', message.correlation_id],
    ['$.uid', message.user_id],
    ['$.ct', message.content_type],
    ['$.ce', message.content_encoding],
    ['iothub-ack', message.application_properties?.['iothub-ack']],
  ]
  const own = Object.entries(message.application_properties ?? {}).filter(([key]) => key !== 'iothub-ack')
  return [...system, ...own]
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => [key, String(value)] as const)
}

function bodyOf({ body }: Message): Buffer {
  const content = (body as { content?: unknown } | undefined)?.content ?? body
  return Buffer.isBuffer(content) ? content : Buffer.from(String(content ?? ''))
}

function conditionOf(error: unknown): string {
  if (!(error instanceof HubError)) return 'amqp:internal-error'
  if (error.code === 'DeviceNotFound') return 'amqp:not-found'
  if (error.code === 'DeviceMaximumQueueDepthExceeded') return 'amqp:resource-limit-exceeded'
  return error.code === 'MessageTooLarge' ? 'amqp:link:message-size-exceeded' : 'com.microsoft:argument-error'
}
