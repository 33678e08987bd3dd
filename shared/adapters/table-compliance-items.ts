import { canonicalJson } from '../domain/canonical-json.ts'
import type { Clock } from '../domain/clock.ts'
import { ComplianceItem, itemKey } from '../domain/compliance-item.ts'
import { joinKey } from '../domain/keys.ts'
import type { Versioned } from '../domain/page.ts'
import type { ComplianceItemStore, WaitingItem } from '../ports/compliance.ts'
import { createGroupCommit } from './group-commit.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, type Row, removeRow, type StoredRow } from './table-rows.ts'

const table = 'ComplianceItems'
const everyKey = { from: '', to: '~' }
/** Clocks of two hosts may be so far apart. */
const skewMs = 10_000
const mostRemembered = 10_000

/** A site's waiting items in one partition, which is nearly empty wherever the filter keeps up. */
export function createTableComplianceItems(storage: Storage, clock: Clock): ComplianceItemStore {
  const save = createGroupCommit(storage, table)
  // Nobody looks at an item before it is due, so a row that this process wrote and that is not due yet still stands: a
  // camera's messages of one minute cost one row and not thirty.
  const standing = new Map<string, number>()
  return {
    wait: async (waiting) => {
      const name = `${waiting.item.site} ${itemKey(waiting.item)}`
      if (clock().getTime() < (standing.get(name) ?? 0) - skewMs) return false
      await save(rowOf(waiting))
      if (standing.size >= mostRemembered) standing.clear()
      standing.set(name, Date.parse(waiting.dueAt))
      return true
    },
    find: async (site, key) => {
      const row = await findRow(storage, table, joinKey(site), key)
      return row && waitingOf(row)
    },
    list: async (site, limit) => (await listRows(storage, table, joinKey(site), everyKey, limit)).map(waitingOf),
    done: async ({ value: { item }, version }) =>
      removeRow(storage, table, { partitionKey: joinKey(item.site), rowKey: itemKey(item) }, version),
  }
}

function rowOf({ item, enqueuedAt, dueAt, failures }: WaitingItem): Row {
  const columns = { data: canonicalJson(item), enqueuedAt, dueAt, failures }
  return { partitionKey: joinKey(item.site), rowKey: itemKey(item), columns }
}

function waitingOf({ columns, etag }: StoredRow): Versioned<WaitingItem> {
  const item = ComplianceItem.parse(JSON.parse(String(columns['data'])))
  const [enqueuedAt, dueAt] = [String(columns['enqueuedAt']), String(columns['dueAt'])]
  return { value: { item, enqueuedAt, dueAt, failures: Number(columns['failures']) }, version: etag }
}
