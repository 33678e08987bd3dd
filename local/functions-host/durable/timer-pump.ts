import type { Store } from './store/open-store.ts'

// setTimeout counts in 31 bits.
const longestWaitMilliseconds = 2 ** 31 - 1
const maxTimersPerStep = 500
const pauseAfterErrorMilliseconds = 1000

/** Sends the messages of timers when they are due; those that were missed while no host ran, at once. */
export function createTimerPump(store: Store, onSent: () => void, onError: (error: unknown) => void): { wake(): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined
  let armedFor = Number.POSITIVE_INFINITY
  let isStopped = false

  async function fire(): Promise<void> {
    const count = await store.transaction('timer', () => sendDue(store))
    armedFor = Number.POSITIVE_INFINITY
    if (count > 0) onSent()
    arm()
  }

  function arm(): void {
    const next = isStopped ? undefined : store.timers.nextDue()
    if (next === undefined || next >= armedFor) return
    clearTimeout(timer)
    armedFor = next
    const left = Math.max(next - Date.now(), 0)
    timer =
      left > longestWaitMilliseconds ? setTimeout(rearm, longestWaitMilliseconds) : setTimeout(() => void fire().catch(tryAgain), left)
  }

  /** The disk is full or broken; the timers are still there. */
  function tryAgain(error: unknown): void {
    onError(error)
    timer = setTimeout(rearm, pauseAfterErrorMilliseconds)
  }

  function rearm(): void {
    armedFor = Number.POSITIVE_INFINITY
    arm()
  }

  return {
    wake: arm,
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

function sendDue({ timers, queues }: Store): number {
  const due = timers.due(Date.now(), maxTimersPerStep)
  for (const { target, id, execution, message } of due) {
    timers.cancel(target, id)
    queues.send(target, execution, JSON.parse(message) as object)
  }
  return due.length
}
