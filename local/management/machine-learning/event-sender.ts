import { pause } from './pause.ts'
import type { RunEvent } from './run-events.ts'

export interface EventSender {
  /** Takes the events of a job that are not delivered yet; those that it has already are left alone. */
  take(job: string, events: readonly RunEvent[]): void
  close(): Promise<void>
}

export interface SenderOptions {
  readonly url: string
  /** The event needs no keeping any more: it was taken, or nobody wanted it for too long. */
  readonly onDone: (job: string, eventId: string) => void
  readonly log: (line: string) => void
}

const answerWithinMs = 30_000
const firstWaitMs = 500
const longestWaitMs = 60_000
// Event Grid gives up after a day; on a laptop nobody waits that long, and the reader also polls.
const keptForMs = 60 * 60_000

/** Delivers events to a webhook as Event Grid does: at least once, each for itself, in no promised order. */
export function createEventSender({ url, onDone, log }: SenderOptions): EventSender {
  const known = new Set<string>()
  const stop = new AbortController()
  const underWay = new Set<Promise<void>>()

  async function deliver(job: string, event: RunEvent): Promise<void> {
    for (let waitMs = firstWaitMs; !stop.signal.aborted; waitMs = Math.min(longestWaitMs, 2 * waitMs)) {
      const problem = await post(url, event, stop.signal)
      if (stop.signal.aborted) return
      const isTooOld = Date.now() - Date.parse(event.eventTime) > keptForMs
      if (problem !== undefined && isTooOld) log(`The event ${event.eventType} of ${job} was not delivered: ${problem}`)
      if (problem === undefined || isTooOld) return onDone(job, event.id)
      await pause(waitMs, stop.signal)
    }
  }

  return {
    take: (job, events) => {
      for (const event of events) {
        if (known.has(event.id)) continue
        known.add(event.id)
        const delivery = deliver(job, event).finally(() => underWay.delete(delivery))
        underWay.add(delivery)
      }
    },
    close: async () => {
      stop.abort()
      await Promise.all(underWay)
    },
  }
}

/** Why it was not taken. */
async function post(url: string, event: RunEvent, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'aeg-event-type': 'Notification' },
      body: JSON.stringify([event]),
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
    })
    await response.arrayBuffer()
    return response.ok ? undefined : `the answer was ${response.status}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
