import type { TypedData } from '../app/core-types.ts'
import type { OutputBinding } from '../invocation/binding-types.ts'
import { fillIn } from './binding-values.ts'
import { queueService } from './storage-clients.ts'
import { toBytes } from './typed-data.ts'

/** One message; a list gives one message an element. The queue is made when it is missing. */
export const writeQueue: OutputBinding = async (binding, value, values, host) => {
  const queue = queueService(binding['connection']).getQueueClient(fillIn(binding['queueName'], values))
  const { messageEncoding } = host.settings.extensions.queues
  for (const message of splitMessages(value)) {
    const text = messageEncoding === 'base64' ? message.toString('base64') : message.toString()
    await queue.sendMessage(text).catch(async (error: { statusCode?: number }) => {
      if (error.statusCode !== 404) throw error
      await queue.createIfNotExists()
      await queue.sendMessage(text)
    })
  }
}

function splitMessages(value: TypedData): Buffer[] {
  const content: unknown = value.json === undefined ? undefined : JSON.parse(value.json)
  if (!Array.isArray(content)) return [toBytes(value)]
  return content.map((item) => Buffer.from(typeof item === 'string' ? item : JSON.stringify(item)))
}
