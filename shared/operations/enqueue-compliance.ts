import { crashPoint } from '../crash-point.ts'
import { type ComplianceItem, itemKey, windowMs } from '../domain/compliance-item.ts'
import { Fault } from '../domain/faults.ts'
import type { Ports } from '../ports.ts'

/** What a camera saw in a minute is looked at when the minute is over and its last messages, or late ones, are likely to be there. */
const windowGraceMs = 30_000

/**
 * Hands over what was stored, for somebody to decide whether it may leave the site. To be called after it was stored and
 * before the caller lets go of it (checkpoint, job): then nothing is ever left out. The same item again is looked at
 * again, and where nothing about it changed nothing happens.
 */
export async function enqueueCompliance(
  { complianceItems, complianceQueue, clock }: Pick<Ports, 'complianceItems' | 'complianceQueue' | 'clock'>,
  items: readonly ComplianceItem[],
): Promise<void> {
  if (items.length === 0) return
  const now = clock().getTime()
  const distinct = [...new Map(items.map((item) => [`${item.site} ${itemKey(item)}`, item])).values()]
  const waiting = distinct.map((item) => ({ item, enqueuedAt: new Date(now).toISOString(), dueAt: dueAt(item, now), failures: 0 }))
  const isNews = await Promise.all(waiting.map((one) => complianceItems.wait(one)))
  crashPoint('compliance-waiting')
  try {
    await complianceQueue.wake(waiting.filter((_, index) => isNews[index]))
  } catch (error) {
    // The rows are there, and a timer looks for those that nobody was woken for.
    if (!(error instanceof Fault && error.kind === 'unavailable')) throw error
  }
}

function dueAt(item: ComplianceItem, now: number): string {
  const due = item.kind === 'inferences' ? Math.max(now, Date.parse(item.at) + windowMs) + windowGraceMs : now
  return new Date(due).toISOString()
}
