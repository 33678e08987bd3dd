import { LegalHold } from '../domain/archive.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { joinKey } from '../domain/keys.ts'
import type { HoldStore } from '../ports/night.ts'
import { dataOf } from './incident-rows.ts'
import type { Storage } from './storage.ts'
import { listRows, upsertRow } from './table-rows.ts'

const table = 'LegalHolds'
const everyKey = { from: '', to: '~' }

/** One partition a site: a plant has few holds, and released ones stay for the record. */
export function createTableHoldStore(storage: Storage): HoldStore {
  return {
    save: (hold) =>
      upsertRow(storage, table, { partitionKey: joinKey(hold.site), rowKey: hold.id, columns: { data: canonicalJson(hold) } }),
    list: async (site) => {
      const rows = await listRows(storage, table, joinKey(site), everyKey, Number.POSITIVE_INFINITY)
      return rows.map((row) => LegalHold.parse(dataOf(row))).sort((a, b) => (a.placedAt < b.placedAt ? 1 : -1))
    },
  }
}
