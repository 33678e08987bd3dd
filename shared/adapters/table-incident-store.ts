import type { TransactionAction } from '@azure/data-tables'
import { isFinal } from '../domain/alert.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { type Incident, maxAlertsPerIncident } from '../domain/incident.ts'
import { dayOf, prefixRange } from '../domain/keys.ts'
import type { IncidentChange, IncidentQuery, IncidentStore } from '../ports.ts'
import { createDayMarker, listByDay } from './day-partitions.ts'
import { filterOf } from './incident-filter.ts'
import { createIncidentIndex, daysIndex } from './incident-index.ts'
import { alertRow, dataOf, entryRow, type IncidentPlace, incidentPartition, incidentRow, pendingRow } from './incident-rows.ts'
import { outlineIncidents } from './outline-incidents.ts'
import type { Storage } from './storage.ts'
import { findRow, isSameRow, listRows, type Row, toEntity, upsertRow } from './table-rows.ts'
import { failureOf } from './transient.ts'
import { countUnresolved, listUnresolved } from './unresolved-incidents.ts'

const table = 'Incidents'

/** Incidents with all that must agree with them, one partition per site and day (docs/storage.md). */
export function createTableIncidentStore(storage: Storage): IncidentStore {
  const index = createIncidentIndex(storage)
  const markDay = createDayMarker(storage, 'IncidentIndex')

  async function find(id: Id) {
    const place = await index.find(id)
    const row = place && (await findRow(storage, table, place.partition, place.row))
    return row && { value: dataOf<Incident>(row), version: row.etag }
  }

  async function write(change: IncidentChange): Promise<string> {
    const { incident, version } = change
    const place = await index.claim(incident)
    const extras = extraRows(change, place)
    // All that helps to find the rows comes before them: what points to nothing is passed over, what nothing points to is lost.
    const day = dayOf(incident.startedAt)
    await Promise.all([
      ...(version === undefined ? [undefined, incident.camera].map((camera) => markDay(daysIndex(incident.site, camera), day)) : []),
      ...(change.alerts ?? [])
        .filter((alert) => !isFinal(alert))
        .map((alert) => upsertRow(storage, 'PendingAlerts', pendingRow({ ...alert, alert: alert.id }))),
    ])
    const settle = await index.markUnresolved(incident, place)
    try {
      const etag = await commit(incidentRow(incident, place), extras, version)
      await settle()
      return etag
    } catch (error) {
      // The mark says already what was refused; what stands decides.
      if (error instanceof Fault) await remark(place)
      throw error
    }
  }

  async function remark(place: IncidentPlace): Promise<void> {
    const stored = await findRow(storage, table, place.partition, place.row)
    if (stored === undefined) return
    const settle = await index.markUnresolved(dataOf<Incident>(stored), place)
    await settle()
  }

  async function commit(incident: Row, extras: readonly Row[], version: string | undefined): Promise<string> {
    const entity = toEntity(incident)
    const actions: TransactionAction[] = [
      version === undefined ? ['create', entity] : ['update', entity, 'Replace', { etag: version }],
      ...extras.map((row): TransactionAction => ['create', toEntity(row)]),
    ]
    try {
      const answer = await storage.inTable(table, (client, abortSignal) => client.submitTransaction(actions, { abortSignal }))
      return answer.subResponses[0]?.etag ?? ''
    } catch (error) {
      const { status } = failureOf(error)
      if (status !== 409 && status !== 412 && status !== 404) throw error
      // An attempt whose answer was lost comes back as a conflict with oneself: what is stored tells.
      const stored = await findRow(storage, table, incident.partitionKey, incident.rowKey)
      const isOurs = isSameRow(stored, incident) && (await isStored(extras[0]))
      if (stored !== undefined && isOurs) return stored.etag
      throw new Fault('incident-changed', undefined, { cause: error })
    }
  }

  // All of a transaction is there, or nothing: one row stands for the rest.
  async function isStored(row: Row | undefined): Promise<boolean> {
    return row === undefined || isSameRow(await findRow(storage, table, row.partitionKey, row.rowKey), row)
  }

  async function list(query: IncidentQuery) {
    const series = query.sites.map((site) => ({
      index: daysIndex(site, query.camera),
      partitionOf: (day: string) => incidentPartition(site, day),
    }))
    const { from, to, cursor, limit } = query
    const listing = { table, indexTable: 'IncidentIndex', series, kind: 'i', filter: filterOf(query), from, to, cursor, limit } as const
    const page = await listByDay(storage, listing)
    return { items: page.rows.map(dataOf<Incident>), cursor: page.cursor }
  }

  async function listOf<T>(kind: 'o' | 'e', id: Id): Promise<readonly T[]> {
    const place = await index.find(id)
    if (place === undefined) return []
    const rows = await listRows(storage, table, place.partition, prefixRange(kind, id), 10_000)
    return rows.map(dataOf<T>)
  }

  return {
    find,
    write,
    list,
    listUnresolved: (query) => listUnresolved(storage, index, query),
    countUnresolved: (sites) => countUnresolved(storage, index, sites),
    outline: (query) => outlineIncidents(storage, query),
    entries: (id) => listOf('e', id),
    alerts: (id) => listOf('o', id),
  }
}

function extraRows({ incident, alerts = [], entries = [] }: IncidentChange, { partition }: IncidentPlace): Row[] {
  const rows = [...entries.map((entry) => entryRow(incident.id, entry, partition)), ...alerts.map((alert) => alertRow(alert, partition))]
  // A transaction takes 100 rows; one of them is the incident.
  if (rows.length > maxAlertsPerIncident)
    throw new Fault('row-too-large', `${rows.length} rows would go with the incident, at most ${maxAlertsPerIncident} fit a transaction.`)
  return rows
}
