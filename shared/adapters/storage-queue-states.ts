import type { QueueState, QueueStates } from '../ports.ts'
import type { Storage } from './storage.ts'
import { type PoisonQueueName, type QueueName, queueNames } from './storage-names.ts'

/** Asks every queue of ours, and the one beside it where the host puts what failed again and again. */
export function createStorageQueueStates(storage: Storage): QueueStates {
  const depthOf = (name: QueueName | PoisonQueueName) =>
    storage.inQueue(name, async (queue, abortSignal) => (await queue.getProperties({ abortSignal })).approximateMessagesCount ?? 0)
  return () => Promise.all(queueNames.map(look))

  async function look(name: QueueName): Promise<QueueState> {
    const [depth, poisoned, oldestAt] = await Promise.all([
      depthOf(name),
      depthOf(`${name}-poison`),
      // Peeking hides nothing from whoever takes messages out, and does not count as a try.
      storage.inQueue(name, async (queue, abortSignal) => {
        const { peekedMessageItems } = await queue.peekMessages({ numberOfMessages: 1, abortSignal })
        return peekedMessageItems[0]?.insertedOn.toISOString()
      }),
    ])
    return { name, depth, poisoned, oldestAt }
  }
}
