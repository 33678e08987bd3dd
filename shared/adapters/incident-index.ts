import type { Id } from '../domain/ids.ts'
import type { Incident } from '../domain/incident.ts'
import { joinKey } from '../domain/keys.ts'
import { type IncidentPlace, placeOf } from './incident-rows.ts'
import type { Storage } from './storage.ts'
import { findRow, removeRow, type StoredRow, toEntity, upsertRow } from './table-rows.ts'
import { failureOf } from './transient.ts'

const table = 'IncidentIndex'

/**
 * Ways to an incident that do not start at its partition: by id, and those that nobody resolved. Rows here are written
 * before what they point to, so they may point to nothing for a moment, or for ever after a crash. Readers pass over those.
 */
export interface IncidentIndex {
  find(id: Id): Promise<IncidentPlace | undefined>
  /** Where the incident lies; the first who asks decides. */
  claim(incident: Incident): Promise<IncidentPlace>
  /** To be called before the incident is written, and what it answers after. */
  markUnresolved(incident: Incident, place: IncidentPlace): Promise<() => Promise<void>>
  /** Removes the row unless it was written again since. */
  unmark(row: StoredRow): Promise<void>
  /** Makes the row say what the incident says, unless it was written again since. */
  correct(row: StoredRow, incident: Incident): Promise<void>
}

export function createIncidentIndex(storage: Storage): IncidentIndex {
  async function find(id: Id): Promise<IncidentPlace | undefined> {
    const row = await findRow(storage, table, joinKey('id', id), 'place')
    return row && { partition: String(row.columns['partition']), row: String(row.columns['row']) }
  }

  async function claim(incident: Incident): Promise<IncidentPlace> {
    const known = await find(incident.id)
    if (known !== undefined) return known
    const place = placeOf(incident)
    const row = { partitionKey: joinKey('id', incident.id), rowKey: 'place', columns: { ...place } }
    try {
      await storage.inTable(table, (client, abortSignal) => client.createEntity(toEntity(row), { abortSignal }))
      return place
    } catch (error) {
      if (failureOf(error).status !== 409) throw error
      // Ours from an attempt whose answer was lost, or somebody else's: either way it stands.
      return (await find(incident.id)) ?? place
    }
  }

  async function markUnresolved(incident: Incident, place: IncidentPlace): Promise<() => Promise<void>> {
    const key = { partitionKey: unresolvedIndex(incident.site), rowKey: place.row.slice(place.row.indexOf('~') + 1) }
    if (incident.state !== 'resolved') {
      await upsertRow(storage, table, { ...key, columns: unresolvedColumns(incident, place) })
      return async () => {}
    }
    const row = await findRow(storage, table, key.partitionKey, key.rowKey)
    return async () => {
      if (row !== undefined) await unmark(row)
    }
  }

  async function unmark(row: StoredRow): Promise<void> {
    // By version: somebody who opens the incident again marks it first, and must not lose the mark to us.
    await removeRow(storage, table, row, row.etag)
  }

  async function correct(row: StoredRow, incident: Incident): Promise<void> {
    const place = { partition: String(row.columns['partition']), row: String(row.columns['row']) }
    const entity = toEntity({ ...row, columns: unresolvedColumns(incident, place) })
    try {
      await storage.inTable(table, (client, abortSignal) => client.updateEntity(entity, 'Replace', { etag: row.etag, abortSignal }))
    } catch (error) {
      const { status } = failureOf(error)
      if (status !== 412 && status !== 404) throw error
    }
  }

  return { find, claim, markUnresolved, unmark, correct }
}

/** Beside the place, what unresolved incidents are counted by: counting must not read the incidents themselves. */
function unresolvedColumns({ severity, verdict }: Incident, { partition, row }: IncidentPlace) {
  return { partition, row, severity, verdict: verdict ?? 'none' }
}

export function isUpToDate({ columns }: StoredRow, { severity, verdict }: Incident): boolean {
  return columns['severity'] === severity && columns['verdict'] === (verdict ?? 'none')
}

/** Partition of the days that have incidents, of a site or of one of its cameras. */
export function daysIndex(site: Id, camera?: Id): string {
  return camera === undefined ? joinKey('days', site) : joinKey('days', site, camera)
}

export function unresolvedIndex(site: Id): string {
  return joinKey('unresolved', site)
}
