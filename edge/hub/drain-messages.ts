import type { Outbox, OutboxRecord } from '../outbox/outbox.ts'
import { createLaneChooser } from './choose-lane.ts'
import type { ModuleLink } from './module-link.ts'

const messageLanes = ['incident', 'telemetry'] as const
// Enough to fill the line; little enough that an incident is never behind more than this.
const windowSize = 16
const incidentsInRow = 8

export interface Drain {
  /** Something may have changed: records came, the connection is there. */
  wake(): void
  /** Resolves when nothing is on the line any more. */
  stop(): Promise<void>
}

/**
 * Sends what the outbox holds, incidents first. A record is done when the hub has acknowledged it; when one fails,
 * all that are on the line are sent again in their order, under their old keys.
 */
export function drainMessages(outbox: Outbox, link: ModuleLink): Drain {
  const next = createLaneChooser(messageLanes, incidentsInRow, outbox.take)
  let onLine = 0
  let hasFailed = false
  let isStopping = false
  let whenIdle = () => {}

  function wake(): void {
    while (link.isConnected && !hasFailed && !isStopping && onLine < windowSize) {
      const record = next()
      if (record === undefined) return
      onLine++
      void send(record)
    }
  }

  async function send(record: OutboxRecord): Promise<void> {
    try {
      await link.send(record)
      outbox.done(record)
    } catch {
      hasFailed = true
    }
    onLine--
    if (onLine === 0 && hasFailed) {
      for (const lane of messageLanes) outbox.rewind(lane)
      hasFailed = false
    }
    if (onLine === 0) whenIdle()
    wake()
  }

  return {
    wake,
    stop() {
      isStopping = true
      return new Promise((resolve) => {
        whenIdle = resolve
        if (onLine === 0) resolve()
      })
    },
  }
}
