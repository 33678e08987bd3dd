import type { Incident } from '../domain/incident.ts'
import { newestFirst } from '../domain/keys.ts'
import type { Page } from '../domain/page.ts'
import type { IncidentQuery } from '../ports.ts'
import { checkCursor } from './day-partitions.ts'
import { matches } from './incident-filter.ts'
import { type IncidentIndex, unresolvedIndex } from './incident-index.ts'
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
  return incident
}
