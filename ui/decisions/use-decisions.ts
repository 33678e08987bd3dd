import { useSyncExternalStore } from 'react'
import { useMe } from '../people/use-me.ts'
import type { Decision } from './decision.ts'
import { createQueue, type Queue } from './decision-queue.ts'
import { sendDecision } from './send-decision.ts'

const queues = new Map<string, Queue>()

/** One's own queue; it lives as long as the page, whatever screen is shown. */
function queueOf(person: string): Queue {
  const known = queues.get(person)
  if (known !== undefined) return known
  const key = `decisions.${person}`
  let timer: ReturnType<typeof setTimeout> | undefined
  const queue = createQueue({
    key,
    storage: localStorage,
    send: (decision) => sendDecision(decision, person),
    isOnline: () => navigator.onLine,
    alone: (run) => navigator.locks.request(key, run),
    later: (run, ms) => {
      clearTimeout(timer)
      timer = setTimeout(run, ms)
    },
  })
  queues.set(person, queue)
  window.addEventListener('online', queue.wake)
  window.addEventListener('storage', (event) => event.key === key && queue.reload())
  // What an earlier visit left behind.
  queue.wake()
  return queue
}

export interface Decisions extends Pick<Queue, 'add' | 'retry' | 'drop'> {
  readonly all: readonly Decision[]
  /** Nobody takes them right now. */
  readonly isStuck: boolean
}

/** One's decisions that the server has not taken yet. */
export function useDecisions(): Decisions {
  const { id } = useMe()
  const queue = queueOf(id)
  const all = useSyncExternalStore(queue.listen, queue.read)
  const isStuck = useSyncExternalStore(queue.listen, queue.isStuck)
  return { all, isStuck, add: queue.add, retry: queue.retry, drop: queue.drop }
}
