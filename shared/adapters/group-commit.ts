import type { TransactionAction } from '@azure/data-tables'
import { Fault } from '../domain/faults.ts'
import type { Storage } from './storage.ts'
import type { TableName } from './storage-names.ts'
import { type Row, sizeOf, toEntity } from './table-rows.ts'

// https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions: 100 rows, 4 MiB of request.
const maxRows = 100
const maxBytes = 3 * 1024 * 1024

interface Waiting {
  readonly row: Row
  readonly bytes: number
  readonly written: Promise<void>
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

/**
 * Writes rows in transactions without anybody waiting for a full one: there is one transaction under way per partition,
 * and what arrives meanwhile goes with the next. A row that comes again while it waits shares the first one's fate.
 * Rows are replaced as a whole, so writing one again changes nothing.
 */
export function createGroupCommit(storage: Storage, table: TableName): (row: Row) => Promise<void> {
  const partitions = new Map<string, Map<string, Waiting>>()

  async function drain(partition: string, waiting: Map<string, Waiting>): Promise<void> {
    while (waiting.size > 0) await commit(takeGroup(waiting))
    partitions.delete(partition)
  }

  async function commit(group: readonly Waiting[]): Promise<void> {
    const actions = group.map(({ row }): TransactionAction => ['upsert', toEntity(row), 'Replace'])
    try {
      await storage.inTable(table, (client, abortSignal) => client.submitTransaction(actions, { abortSignal }))
      for (const { resolve } of group) resolve()
    } catch (error) {
      // Storage that does not answer fails all of them. A refusal is about one row, and must not fail its neighbours.
      const isAboutOne = !(error instanceof Fault) && group.length > 1
      if (isAboutOne) for (const waiting of group) await commit([waiting])
      else for (const { reject } of group) reject(error)
    }
  }

  return async (row) => {
    toEntity(row)
    const waiting = partitions.get(row.partitionKey)
    const known = waiting?.get(row.rowKey)
    if (known !== undefined) return known.written
    const entry = waitFor(row)
    if (waiting !== undefined) {
      waiting.set(row.rowKey, entry)
    } else {
      const created = new Map([[row.rowKey, entry]])
      partitions.set(row.partitionKey, created)
      // After this turn of the loop, so that the rows of one batch go together.
      setImmediate(() => void drain(row.partitionKey, created))
    }
    return entry.written
  }
}

function waitFor(row: Row): Waiting {
  let resolve = () => {}
  let reject: Waiting['reject'] = () => {}
  const written = new Promise<void>((onWritten, onFailed) => {
    resolve = onWritten
    reject = onFailed
  })
  return { row, bytes: sizeOf(row), written, resolve, reject }
}

function takeGroup(waiting: Map<string, Waiting>): Waiting[] {
  const group: Waiting[] = []
  let bytes = 0
  for (const [key, entry] of waiting) {
    if (group.length === maxRows || (group.length > 0 && bytes + entry.bytes > maxBytes)) break
    waiting.delete(key)
    group.push(entry)
    bytes += entry.bytes
  }
  return group
}
