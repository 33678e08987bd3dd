import type { TransactionAction } from '@azure/data-tables'
import { canonicalJson } from '../domain/canonical-json.ts'
import type { DeviceHealth } from '../domain/device-health.ts'
import { dayOf, joinKey, oldestFirst } from '../domain/keys.ts'
import type { HealthHistory } from '../ports.ts'
import { createGroupCommit } from './group-commit.ts'
import { dataOf } from './incident-rows.ts'
import type { Storage } from './storage.ts'
import { listRows } from './table-rows.ts'

const table = 'HealthHistory'
const dayMs = 86_400_000
const daysLookedBack = 7
const everything = { from: '0', to: '~' }
const rowsAtOnce = 100

/** A partition a device and day, in the order in which the hub got the messages. */
export function createTableHealthHistory(storage: Storage): HealthHistory {
  const save = createGroupCommit(storage, table)
  return {
    add: (health) => {
      const { device, receivedAt, message } = health
      const rowKey = joinKey(oldestFirst(receivedAt), message.bootId, String(message.seq))
      return save({ partitionKey: joinKey(device, dayOf(receivedAt)), rowKey, columns: { data: canonicalJson(health) } })
    },
    read: async (device, from, to) => {
      const found: DeviceHealth[] = []
      const range = { from: oldestFirst(from), to: oldestFirst(to) }
      for (let day = Date.parse(`${dayOf(from)}T00:00:00.000Z`); day < Date.parse(to); day += dayMs) {
        const partition = joinKey(device, dayOf(new Date(day).toISOString()))
        const rows = await listRows(storage, table, partition, range, Number.POSITIVE_INFINITY)
        found.push(...rows.map(dataOf<DeviceHealth>))
      }
      return found
    },
    forget: async (device, before) => {
      let removed = 0
      const today = Date.parse(`${dayOf(before)}T00:00:00.000Z`)
      for (let back = 1; back <= daysLookedBack; back++) {
        const partition = joinKey(device, dayOf(new Date(today - back * dayMs).toISOString()))
        const rows = await listRows(storage, table, partition, everything, Number.POSITIVE_INFINITY)
        for (let first = 0; first < rows.length; first += rowsAtOnce) {
          const actions = rows
            .slice(first, first + rowsAtOnce)
            .map(({ partitionKey, rowKey }): TransactionAction => ['delete', { partitionKey, rowKey }])
          await storage.inTable(table, (client, abortSignal) => client.submitTransaction(actions, { abortSignal }))
        }
        removed += rows.length
      }
      return removed
    },
  }
}
