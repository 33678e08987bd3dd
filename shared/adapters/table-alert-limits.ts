import { randomUUID } from 'node:crypto'
import { joinKey } from '../domain/keys.ts'
import type { AlertLimits } from '../ports.ts'
import type { Storage } from './storage.ts'
import { findRow, toEntity } from './table-rows.ts'
import { failureOf } from './transient.ts'

const table = 'AlertLimits'

export function createTableAlertLimits(storage: Storage): AlertLimits {
  return {
    read: async (site, key) => {
      const row = await findRow(storage, table, joinKey(site), key)
      return row && { value: String(row.columns['value']), version: row.etag }
    },
    write: async (site, key, value, version) => {
      // An attempt whose answer was lost comes back as a conflict with oneself: the token tells whose value is stored.
      const token = randomUUID()
      const entity = toEntity({ partitionKey: joinKey(site), rowKey: key, columns: { value, token } })
      try {
        await storage.inTable(table, (client, abortSignal) =>
          version === undefined
            ? client.createEntity(entity, { abortSignal })
            : client.updateEntity(entity, 'Replace', { etag: version, abortSignal }),
        )
        return true
      } catch (error) {
        const { status } = failureOf(error)
        if (status !== 409 && status !== 412 && status !== 404) throw error
        const stored = await findRow(storage, table, joinKey(site), key)
        return stored?.columns['token'] === token
      }
    },
  }
}
