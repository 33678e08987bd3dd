import { randomUUID } from 'node:crypto'
import { Fault, type FaultCode } from '../domain/faults.ts'
import type { Storage } from './storage.ts'
import type { TableName } from './storage-names.ts'
import { findRow, type Row, toEntity } from './table-rows.ts'
import { failureOf } from './transient.ts'

/**
 * Writes a row that must not have been changed since it was read.
 *
 * @param version undefined = it must be new
 * @param changed The fault that says that somebody else was faster
 * @returns the new version
 */
export async function writeVersioned(
  storage: Storage,
  table: TableName,
  row: Row,
  version: string | undefined,
  changed: FaultCode = 'night-changed',
): Promise<string> {
  // An attempt whose answer was lost comes back as a conflict with oneself: the token tells whose row is stored.
  const token = randomUUID()
  const entity = toEntity({ ...row, columns: { ...row.columns, token } })
  try {
    const { etag } = await storage.inTable(table, (client, abortSignal) =>
      version === undefined
        ? client.createEntity(entity, { abortSignal })
        : client.updateEntity(entity, 'Replace', { etag: version, abortSignal }),
    )
    return etag ?? ''
  } catch (error) {
    const { status } = failureOf(error)
    if (status !== 409 && status !== 412 && status !== 404) throw error
    const stored = await findRow(storage, table, row.partitionKey, row.rowKey)
    if (stored?.columns['token'] === token) return stored.etag
    throw new Fault(changed, undefined, { cause: error })
  }
}
