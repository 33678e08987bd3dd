import type { Incident } from '../domain/incident.ts'
import { dayOf, instantOfNewestFirst, joinKey, newestDayFirst, newestFirst } from '../domain/keys.ts'
import type { IncidentOutline, IncidentStore } from '../ports/incidents.ts'
import { positionOf } from './day-partitions.ts'
import { filterOf } from './incident-filter.ts'
import { daysIndex } from './incident-index.ts'
import { incidentPartition } from './incident-rows.ts'
import type { Storage } from './storage.ts'
import { listRows, type StoredRow } from './table-rows.ts'

// Partitions that are read at once: each is another server of the service, and Azurite has one for all.
const daysAtOnce = 8
// The service gives 1,000 rows an answer; nothing of them is kept but four short fields.
const noLimit = Number.MAX_SAFE_INTEGER

/** The days of the stretch that have incidents, some at once, three short columns of each row. */
export async function* outlineIncidents(storage: Storage, query: Parameters<IncidentStore['outline']>[0]) {
  const days = await daysOf(storage, query)
  const range = { from: `${joinKey('i')}~${newestFirst(query.to)}~~`, to: `${joinKey('i')}~${newestFirst(query.from)}~~` }
  const filter = filterOf(query)
  const readDay = async ({ site, day }: SiteDay) => {
    const partition = incidentPartition(site, day)
    const rows = await listRows(storage, 'Incidents', partition, range, noLimit, filter, ['severity', 'state', 'verdict'])
    return rows.map(outlineOf)
  }
  for (let next = 0; next < days.length; next += daysAtOnce) yield* await Promise.all(days.slice(next, next + daysAtOnce).map(readDay))
}

interface SiteDay {
  readonly site: string
  readonly day: string
}

async function daysOf(storage: Storage, { sites, camera, from, to }: Parameters<IncidentStore['outline']>[0]): Promise<SiteDay[]> {
  const range = { from: newestDayFirst(dayOf(to)), to: `${newestDayFirst(dayOf(from))}~` }
  const found = await Promise.all(
    sites.map(async (site) => {
      const rows = await listRows(storage, 'IncidentIndex', daysIndex(site, camera), range, noLimit)
      return rows.map(({ rowKey }) => ({ site, day: dayOf(instantOfNewestFirst(rowKey)) }))
    }),
  )
  return found.flat()
}

function outlineOf(row: StoredRow): IncidentOutline {
  const { severity, state, verdict } = row.columns as unknown as Pick<Incident, 'severity' | 'state'> & { verdict: string }
  return {
    startedAt: instantOfNewestFirst((positionOf(row) ?? '').slice(0, 15)),
    ...{ severity, state, verdict: verdict === 'none' ? undefined : (verdict as Incident['verdict']) },
  }
}
