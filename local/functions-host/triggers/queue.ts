import type { DequeuedMessageItem } from '@azure/storage-queue'
import { optionText } from '../app/app-settings.ts'
import type { RegisteredFunction } from '../app/function-registry.ts'
import { jsonBindingValues, valuesOf, withPayload } from '../bindings/binding-values.ts'
import { queueService } from '../bindings/storage-clients.ts'
import { fromBytes, netDate } from '../bindings/typed-data.ts'
import type { TriggerCall, TriggerType } from '../invocation/binding-types.ts'
import type { HostContext } from '../invocation/host-context.ts'
import { startMessagePump } from './message-pump.ts'

export const queueTrigger: TriggerType = {
  listen: async (fn, host) => {
    const name = optionText(fn.trigger['queueName'])
    const service = queueService(fn.trigger['connection'])
    const settings = host.settings.extensions.queues
    return startMessagePump(
      {
        queue: service.getQueueClient(name),
        poisonQueue: service.getQueueClient(`${name}-poison`),
        batchSize: settings.batchSize,
        newBatchThreshold: settings.newBatchThreshold ?? Math.floor(settings.batchSize / 2),
        maxDequeueCount: settings.maxDequeueCount,
        retryAfterMilliseconds: settings.visibilityTimeout,
        maxPollingMilliseconds: settings.maxPollingInterval,
        handle: (message) => handle(fn, message, name, host),
      },
      host,
    )
  },
  callByHand: (fn, input) => queueCall(fn, Buffer.from(input), {}),
}

async function handle(fn: RegisteredFunction, message: DequeuedMessageItem, queueName: string, host: HostContext): Promise<boolean> {
  const { messageEncoding } = host.settings.extensions.queues
  const content = messageEncoding === 'base64' ? decodeBase64(message.messageText) : Buffer.from(message.messageText)
  if (content === undefined) {
    host.log(`Message ${message.messageId} of the queue '${queueName}' is not base64, which host.json asks for (queues.messageEncoding).`)
    return false
  }
  const metadata = {
    Id: { string: message.messageId },
    DequeueCount: { json: String(message.dequeueCount) },
    PopReceipt: { string: message.popReceipt },
    InsertionTime: { json: JSON.stringify(netDate(message.insertedOn)) },
    ExpirationTime: { json: JSON.stringify(netDate(message.expiresOn)) },
    NextVisibleTime: { json: JSON.stringify(netDate(message.nextVisibleOn)) },
  }
  const outcome = await host.invoke(fn, queueCall(fn, content, metadata), `New queue message detected on '${queueName}'.`)
  return outcome.isSuccess
}

function queueCall(fn: RegisteredFunction, content: Buffer, own: TriggerCall['metadata']): TriggerCall {
  const text = content.toString()
  const metadata = withPayload({ ...own, QueueTrigger: { string: text } }, jsonBindingValues(text))
  return { data: fromBytes(content, fn.trigger['dataType']), metadata, bindingValues: valuesOf(metadata) }
}

function decodeBase64(text: string): Buffer | undefined {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text) ? Buffer.from(text, 'base64') : undefined
}
