import { odata, type TableEntityResult } from '@azure/data-tables'
import { Fault } from '../domain/faults.ts'
import type { Storage } from './storage.ts'
import type { TableName } from './storage-names.ts'
import { failureOf, isGoneAfter } from './transient.ts'

export type Columns = Readonly<Record<string, string | number | boolean>>

export interface Row {
  readonly partitionKey: string
  readonly rowKey: string
  readonly columns: Columns
}

export interface StoredRow extends Row {
  readonly etag: string
  /** When it was written, by the clock of the service; ISO 8601 with up to seven digits after the second. */
  readonly writtenAt?: string
}

// https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model
const maxRowBytes = 1024 * 1024
const maxColumns = 252
const maxColumnCharacters = 32 * 1024

/**
 * A row as the SDK wants it, held against the limits of Azure's tables: Azurite takes what Azure would refuse.
 *
 * @throws Fault `row-too-large`
 */
export function toEntity({ partitionKey, rowKey, columns }: Row) {
  if (Object.keys(columns).length > maxColumns) throw new Fault('row-too-large', `It has more than ${maxColumns} columns.`)
  for (const [name, value] of Object.entries(columns)) {
    if (typeof value === 'string' && value.length > maxColumnCharacters)
      throw new Fault('row-too-large', `Column ${name} has ${value.length} characters, at most ${maxColumnCharacters} are allowed.`)
  }
  const bytes = sizeOf({ partitionKey, rowKey, columns })
  if (bytes > maxRowBytes) throw new Fault('row-too-large', `It has ${bytes} bytes, at most ${maxRowBytes} are allowed.`)
  return { ...columns, partitionKey, rowKey }
}

/** Size in bytes by Azure's formula: strings count two bytes a character. */
export function sizeOf({ partitionKey, rowKey, columns }: Row): number {
  let bytes = 4 + (partitionKey.length + rowKey.length) * 2
  for (const [name, value] of Object.entries(columns)) bytes += 8 + name.length * 2 + (typeof value === 'string' ? value.length * 2 + 4 : 8)
  return bytes
}

export async function findRow(storage: Storage, table: TableName, partitionKey: string, rowKey: string): Promise<StoredRow | undefined> {
  try {
    return toRow(await storage.inTable(table, (client, abortSignal) => client.getEntity(partitionKey, rowKey, { abortSignal })))
  } catch (error) {
    if (failureOf(error).status === 404) return undefined
    throw error
  }
}

export async function upsertRow(storage: Storage, table: TableName, row: Row): Promise<void> {
  const entity = toEntity(row)
  await storage.inTable(table, (client, abortSignal) => client.upsertEntity(entity, 'Replace', { abortSignal }))
}

/** With a version the row goes only if it is still that one. Answers whether it is gone. */
export async function removeRow(storage: Storage, table: TableName, row: Pick<StoredRow, 'partitionKey' | 'rowKey'>, etag = '*') {
  return isGoneAfter(
    storage.inTable(table, (client, abortSignal) => client.deleteEntity(row.partitionKey, row.rowKey, { etag, abortSignal })),
  )
}

export interface KeyRange {
  /** Inclusive. */
  readonly from: string
  /** Exclusive. */
  readonly to: string
}

/**
 * Rows of one partition in the order of their keys. `filter` is OData, made with the `odata` tag of the SDK and nothing else;
 * with `columns` the rest of a row stays where it is.
 */
export async function listRows(
  storage: Storage,
  table: TableName,
  partition: string,
  range: KeyRange,
  limit: number,
  filter?: string,
  columns?: readonly string[],
): Promise<StoredRow[]> {
  const keys = odata`PartitionKey eq ${partition} and RowKey ge ${range.from} and RowKey lt ${range.to}`
  const queryOptions = {
    filter: filter ? `${keys} and ${filter}` : keys,
    ...(columns && { select: ['PartitionKey', 'RowKey', ...columns] }),
  }
  const rows: StoredRow[] = []
  let continuationToken: string | undefined
  // The service may answer with fewer rows than asked for, even none, and a token to go on with.
  do {
    const page = await storage.inTable(table, async (client, abortSignal) => {
      const pages = client.listEntities({ queryOptions, abortSignal }).byPage({
        maxPageSize: Math.min(1000, limit - rows.length),
        ...(continuationToken !== undefined && { continuationToken }),
      })
      return (await pages.next()).value
    })
    for (const entity of page ?? []) rows.push(toRow(entity))
    continuationToken = page?.continuationToken
  } while (continuationToken !== undefined && rows.length < limit)
  return rows
}

/** Whether the stored row says just what was to be written. */
export function isSameRow(stored: Row | undefined, wanted: Row): boolean {
  if (stored === undefined) return false
  const names = Object.keys(wanted.columns)
  return names.length === Object.keys(stored.columns).length && names.every((name) => stored.columns[name] === wanted.columns[name])
}

function toRow(entity: TableEntityResult<Record<string, unknown>>): StoredRow {
  const columns: Record<string, string | number | boolean> = {}
  for (const [name, value] of Object.entries(entity)) {
    const isOurs = name !== 'partitionKey' && name !== 'rowKey' && name !== 'etag' && name !== 'timestamp' && !name.startsWith('odata.')
    if (isOurs && (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')) columns[name] = value
  }
  const writtenAt = entity.timestamp === undefined ? {} : { writtenAt: entity.timestamp }
  return { partitionKey: entity.partitionKey ?? '', rowKey: entity.rowKey ?? '', etag: entity.etag, columns, ...writtenAt }
}
