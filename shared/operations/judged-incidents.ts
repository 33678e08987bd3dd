import type { GatePolicy } from '../domain/evaluation.ts'
import type { Id } from '../domain/ids.ts'
import type { Incident } from '../domain/incident.ts'
import type { Ports } from '../ports.ts'

const dayMs = 86_400_000

/** Incidents of rules of the last days that people confirmed or rejected, newest first, as many of each kind as may be. */
export async function judgedIncidents(
  { incidents, clock }: Pick<Ports, 'incidents' | 'clock'>,
  site: Id,
  { replayDays, mostReplays }: GatePolicy,
): Promise<readonly Incident[]> {
  const from = new Date(clock().getTime() - replayDays * dayMs).toISOString()
  const found: Incident[] = []
  for (const verdict of ['confirmed', 'rejected'] as const) {
    const ofKind: Incident[] = []
    let cursor: string | undefined
    while (ofKind.length < mostReplays / 2) {
      const page = await incidents.list({ sites: [site], verdict, from, limit: 100, ...(cursor !== undefined && { cursor }) })
      ofKind.push(...page.items.filter(({ kind }) => kind !== 'camera'))
      cursor = page.cursor
      if (cursor === undefined) break
    }
    found.push(...ofKind.slice(0, Math.ceil(mostReplays / 2)))
  }
  return found
}
