import { randomUUID } from 'node:crypto'
import { type Alert, isFinal } from '../domain/alert.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { joinKey } from '../domain/keys.ts'
import type { AlertOutbox, AlertReference, PendingAlert } from '../ports.ts'
import { createIncidentIndex } from './incident-index.ts'
import { alertRow, dataOf, pendingRow } from './incident-rows.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, removeRow, toEntity, upsertRow } from './table-rows.ts'
import { failureOf } from './transient.ts'

const table = 'Incidents'

/** Alerts lie in the partition of their incident; those that are not final are listed in PendingAlerts as well. */
export function createTableAlertOutbox(storage: Storage): AlertOutbox {
  const index = createIncidentIndex(storage)

  async function partitionOf(incident: Id): Promise<string | undefined> {
    return (await index.find(incident))?.partition
  }

  async function find({ incident, alert }: AlertReference) {
    const partition = await partitionOf(incident)
    const row = partition === undefined ? undefined : await findRow(storage, table, partition, joinKey('o', incident, alert))
    return row && { value: dataOf<Alert>(row), version: row.etag }
  }

  async function add(alert: Alert): Promise<void> {
    const partition = await partitionOf(alert.incident)
    if (partition === undefined) throw new Fault('not-found', `incident ${alert.incident}`)
    await upsertRow(storage, 'PendingAlerts', pendingRow({ ...alert, alert: alert.id }))
    try {
      const entity = toEntity(alertRow(alert, partition))
      await storage.inTable(table, (client, abortSignal) => client.createEntity(entity, { abortSignal }))
    } catch (error) {
      if (failureOf(error).status !== 409) throw error
    }
  }

  async function update(alert: Alert, version: string): Promise<string> {
    const partition = await partitionOf(alert.incident)
    if (partition === undefined) throw new Fault('not-found', `incident ${alert.incident}`)
    const etag = await replace(alert, version, partition)
    if (isFinal(alert)) await removeRow(storage, 'PendingAlerts', pendingRow({ ...alert, alert: alert.id }))
    return etag
  }

  async function replace(alert: Alert, version: string, partition: string): Promise<string> {
    const row = alertRow(alert, partition)
    // Two dispatchers can want to write the same claim in the same millisecond: only the token says whose it is.
    const token = randomUUID()
    const entity = toEntity({ ...row, columns: { ...row.columns, token } })
    try {
      const { etag } = await storage.inTable(table, (client, abortSignal) =>
        client.updateEntity(entity, 'Replace', { etag: version, abortSignal }),
      )
      return etag ?? ''
    } catch (error) {
      const { status } = failureOf(error)
      if (status !== 412 && status !== 404) throw error
      const stored = await findRow(storage, table, row.partitionKey, row.rowKey)
      if (stored?.columns['token'] === token) return stored.etag
      throw new Fault('alert-changed', undefined, { cause: error })
    }
  }

  async function pending(limit: number): Promise<readonly PendingAlert[]> {
    const rows = await listRows(storage, 'PendingAlerts', 'pending', { from: '0', to: '~' }, limit)
    return rows.map(({ columns }) => ({
      incident: String(columns['incident']),
      alert: String(columns['alert']),
      createdAt: String(columns['createdAt']),
    }))
  }

  async function forget(reference: PendingAlert): Promise<void> {
    await removeRow(storage, 'PendingAlerts', pendingRow(reference))
  }

  return { add, find, update, pending, forget }
}
