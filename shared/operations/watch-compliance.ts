import { countHour } from '../domain/compliance-decision.ts'
import type { Id } from '../domain/ids.ts'
import type { Ports } from '../ports.ts'
import { inParallel } from './in-parallel.ts'

/** A message of the queue may take this long to be worked off before somebody else is woken. */
const patienceMs = 5 * 60_000
const mostWoken = 1000
const hoursAtOnce = 4

export type WatchCompliancePorts = Pick<Ports, 'rosters' | 'complianceItems' | 'complianceQueue' | 'complianceDecisions' | 'clock'>

export interface ComplianceWatch {
  readonly site: Id
  /** Items that had waited longer than they should, for which the filter was woken again. */
  readonly overdue: number
  readonly error?: unknown
}

/**
 * Finds what was stored and handed over but not judged, since the message that should have woken the filter was lost,
 * and brings the counts up to date: an hour in which something was decided is counted anew, so nothing counts twice.
 */
export async function watchCompliance(ports: WatchCompliancePorts): Promise<readonly ComplianceWatch[]> {
  const found: ComplianceWatch[] = []
  for (const { id: site } of await ports.rosters.listSites()) {
    try {
      await countSite(ports, site)
      found.push({ site, overdue: await wakeOverdue(ports, site) })
    } catch (error) {
      // One site's trouble must not keep the others waiting.
      found.push({ site, overdue: 0, error })
    }
  }
  return found
}

async function wakeOverdue({ complianceItems, complianceQueue, clock }: WatchCompliancePorts, site: Id): Promise<number> {
  const before = new Date(clock().getTime() - patienceMs).toISOString()
  const waiting = (await complianceItems.list(site, mostWoken)).map(({ value }) => value)
  const overdue = waiting.filter(({ dueAt }) => dueAt < before)
  // Put off, so that the next minute does not wake for the same ones again.
  for (const one of overdue) await complianceItems.wait({ ...one, dueAt: clock().toISOString() })
  await complianceQueue.wake(overdue)
  return overdue.length
}

async function countSite({ complianceDecisions }: WatchCompliancePorts, site: Id): Promise<void> {
  await inParallel(await complianceDecisions.touched(site), hoursAtOnce, async ({ value, version }) => {
    // Of an hour that is closed the counts stay as they are, and the decisions go.
    if (value.isClosed) {
      await complianceDecisions.forget(site, value.hour)
      await complianceDecisions.saveCounts(value, version)
      return
    }
    const decisions = (await complianceDecisions.ofHour(site, value.hour)).map((one) => one.value)
    await complianceDecisions.saveCounts({ ...value, ...countHour(decisions) }, version)
  })
}
