import { setTimeout as wait } from 'node:timers/promises'
import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue'
import type { TriggerListener } from '../invocation/binding-types.ts'
import type { HostContext } from '../invocation/host-context.ts'

export interface MessagePumpOptions {
  readonly queue: QueueClient
  /** Made only when a message is given up. */
  readonly poisonQueue: QueueClient
  readonly batchSize: number
  readonly newBatchThreshold: number
  readonly maxDequeueCount: number
  /** How long a message that failed stays hidden before its next try. */
  readonly retryAfterMilliseconds: number
  readonly maxPollingMilliseconds: number
  /** Where a message ends that was given up; the same text unless said otherwise. */
  readonly poisonText?: (message: DequeuedMessageItem) => string
  /** Resolves to whether the message is done. */
  handle(message: DequeuedMessageItem): Promise<boolean>
}

// Hidden that long, and again while the function runs. Azure hides a message for ten minutes: that is how long it would be
// lost to sight after a crash, and a laptop has no second host that could be faster.
const leaseSeconds = 30
const minPollingMilliseconds = 100

export interface MessagePump extends TriggerListener {
  /** Looks at once: there is a message. */
  wake(): void
}

/** Takes messages off a storage queue, several at a time, and sees each through: done, again, or poison. */
export function startMessagePump(options: MessagePumpOptions, host: HostContext): MessagePump {
  const running = new Set<Promise<void>>()
  let idle = new AbortController()
  const loop = poll()

  async function poll(): Promise<void> {
    let pause = minPollingMilliseconds
    while (!host.stopping.aborted) {
      const count = running.size > options.newBatchThreshold ? 0 : await fetch()
      pause = count > 0 ? minPollingMilliseconds : Math.min(pause * 2, options.maxPollingMilliseconds)
      if (running.size > options.newBatchThreshold) await Promise.race(running)
      else if (count === 0) await pauseFor(pause)
    }
  }

  async function pauseFor(milliseconds: number): Promise<void> {
    idle = new AbortController()
    await wait(milliseconds, undefined, { signal: AbortSignal.any([host.stopping, idle.signal]) }).catch(() => {})
  }

  async function fetch(): Promise<number> {
    try {
      const { receivedMessageItems } = await options.queue.receiveMessages({
        numberOfMessages: Math.min(options.batchSize, 32),
        visibilityTimeout: leaseSeconds,
      })
      for (const message of receivedMessageItems) {
        const work = seeThrough(message)
          .catch((error: unknown) => host.log(`Queue "${options.queue.name}": ${String(error)}`))
          .finally(() => running.delete(work))
        running.add(work)
      }
      return receivedMessageItems.length
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode === 404) await options.queue.createIfNotExists().catch(() => {})
      else host.log(`Queue "${options.queue.name}" cannot be read: ${String(error)}`)
      return 0
    }
  }

  async function seeThrough(message: DequeuedMessageItem): Promise<void> {
    const lease = keepHidden(options.queue, message)
    const isDone = await options.handle(message)
    const popReceipt = await lease.end()
    if (!isDone && message.dequeueCount < options.maxDequeueCount) {
      const seconds = Math.round(options.retryAfterMilliseconds / 1000)
      await options.queue.updateMessage(message.messageId, popReceipt, message.messageText, seconds)
      return
    }
    if (!isDone) await giveUp(message)
    await options.queue.deleteMessage(message.messageId, popReceipt)
  }

  async function giveUp(message: DequeuedMessageItem): Promise<void> {
    await options.poisonQueue.createIfNotExists()
    await options.poisonQueue.sendMessage(options.poisonText?.(message) ?? message.messageText)
    host.log(`Message ${message.messageId} was tried ${message.dequeueCount} times and moved to the queue '${options.poisonQueue.name}'.`)
  }

  return {
    wake: () => idle.abort(),
    stop: async () => {
      await loop
      await Promise.all(running)
    },
  }
}

/** Renews the message's invisibility while its function runs; a renewal changes the receipt that deletes it. */
function keepHidden(queue: QueueClient, message: DequeuedMessageItem): { end(): Promise<string> } {
  let popReceipt = message.popReceipt
  let renewal: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    renewal = queue.updateMessage(message.messageId, popReceipt, message.messageText, leaseSeconds).then(
      (answer) => {
        popReceipt = answer.popReceipt ?? popReceipt
      },
      // Tried again at the next turn; if all fail, the message is delivered once more.
      () => {},
    )
  }, leaseSeconds * 333)
  return {
    end: async () => {
      clearInterval(timer)
      await renewal
      return popReceipt
    },
  }
}
