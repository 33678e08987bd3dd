import type { Id } from '../domain/ids.ts'
import type { Incident } from '../domain/incident.ts'
import { newestFirst } from '../domain/keys.ts'
import type { Page } from '../domain/page.ts'
import type { Severity } from '../domain/rule.ts'
import { type IncidentQuery, maxUnresolvedCounted, type UnresolvedCounts } from '../ports/incidents.ts'
import { checkCursor } from './day-partitions.ts'
import { matches } from './incident-filter.ts'
import { type IncidentIndex, isUpToDate, unresolvedIndex } from './incident-index.ts'
import { dataOf } from './incident-rows.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, type StoredRow } from './table-rows.ts'

// Index rows that one call looks at; a rare filter gives a short page and a cursor.
const maxRowsPerCall = 400

/** Newest first over all sites of the query, by the index of unresolved incidents. */
export async function listUnresolved(storage: Storage, index: IncidentIndex, query: IncidentQuery): Promise<Page<Incident>> {
  const items: Incident[] = []
  let after = query.cursor === undefined ? '0' : `${checkCursor(query.cursor)}~`
  if (query.to !== undefined && `${newestFirst(query.to)}~~` > after) after = `${newestFirst(query.to)}~~`
  const end = query.from === undefined ? '~' : `${newestFirst(query.from)}~~`

  let last = query.cursor
  for (let seen = 0; seen < maxRowsPerCall; ) {
    const want = query.limit + 1
    const found = await Promise.all(
      query.sites.map((site) => listRows(storage, 'IncidentIndex', unresolvedIndex(site), { from: after, to: end }, want)),
    )
    const rows = found
      .flat()
      .sort((a, b) => (a.rowKey < b.rowKey ? -1 : 1))
      .slice(0, want)
    const incidents = await Promise.all(rows.map((row) => read(storage, index, row)))
    for (const [position, incident] of incidents.entries()) {
      const isWanted = incident !== undefined && matches(incident, query)
      if (isWanted && items.length === query.limit) return { items, cursor: last }
      if (isWanted) items.push(incident)
      last = rows[position]?.rowKey
    }
    if (rows.length < want) return { items, cursor: undefined }
    seen += rows.length
    after = `${last}~`
  }
  return { items, cursor: last }
}

/** What the index row points to, unless that is nothing or was resolved: a crash can leave either behind. */
async function read(storage: Storage, index: IncidentIndex, row: StoredRow): Promise<Incident | undefined> {
  const stored = await findRow(storage, 'Incidents', String(row.columns['partition']), String(row.columns['row']))
  const incident = stored && dataOf<Incident>(stored)
  if (incident?.state === 'resolved') {
    await index.unmark(row)
    return undefined
  }
  if (incident !== undefined && !isUpToDate(row, incident)) await index.correct(row, incident)
  return incident
}

/** Counted by the index alone. A row that does not say how severe its incident is was written before rows said so. */
export async function countUnresolved(storage: Storage, index: IncidentIndex, sites: readonly Id[]): Promise<UnresolvedCounts> {
  const counts = { critical: emptyCount(), warning: emptyCount(), info: emptyCount() }
  const everything = { from: '0', to: '~' }
  const columns = ['partition', 'row', 'severity', 'verdict']
  let isComplete = true
  for (const site of sites) {
    const rows = await listRows(storage, 'IncidentIndex', unresolvedIndex(site), everything, maxUnresolvedCounted + 1, undefined, columns)
    if (rows.length > maxUnresolvedCounted) isComplete = false
    for (const row of rows.slice(0, maxUnresolvedCounted)) {
      const said = row.columns['severity'] === undefined ? await read(storage, index, row) : (row.columns as unknown as Counted)
      if (said === undefined) continue
      counts[said.severity].open++
      if ((said.verdict ?? 'none') === 'none') counts[said.severity].unjudged++
    }
  }
  return { ...counts, isComplete }
}

interface Counted {
  readonly severity: Severity
  readonly verdict?: Incident['verdict'] | 'none'
}

const emptyCount = () => ({ open: 0, unjudged: 0 })
