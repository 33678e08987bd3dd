import type { Ports } from '../ports.ts'

export interface ClockHealth {
  /** `degraded`: the providers of messages are about to refuse ours, and what is late cannot be told from what is fresh. */
  readonly state: 'ok' | 'degraded'
  /** How far this host is ahead of the storage service. */
  readonly aheadMs: number
}

// Communication Services takes a repeated request for the same within five minutes of the time that it names.
const toleratedMs = 4 * 60_000

/** Whether this host's clock can be right. */
export async function checkClock({ clock, storageTime }: Pick<Ports, 'clock' | 'storageTime'>): Promise<ClockHealth> {
  const aheadMs = clock().getTime() - (await storageTime()).getTime()
  return { state: Math.abs(aheadMs) > toleratedMs ? 'degraded' : 'ok', aheadMs }
}
