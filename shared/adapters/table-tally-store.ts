import type { TransactionAction } from '@azure/data-tables'
import { canonicalJson } from '../domain/canonical-json.ts'
import { dayOf, joinKey, oldestFirst } from '../domain/keys.ts'
import { Tally } from '../domain/tally.ts'
import type { TallyStore } from '../ports.ts'
import { longText, readLongText } from './long-text.ts'
import type { Storage } from './storage.ts'
import { listRows, upsertRow } from './table-rows.ts'

const table = 'Monitors'
const dayMs = 86_400_000
const daysLookedBack = 7
const rowsAtOnce = 100
const end = '~'

const partitionOf = (day: string) => joinKey('tally', day)

/** A partition a day, a row an instance and quarter: nobody else writes it, so that counting needs no lock. */
export function createTableTallyStore(storage: Storage): TallyStore {
  return {
    save: (instance, tally) =>
      upsertRow(storage, table, {
        partitionKey: partitionOf(dayOf(tally.from)),
        rowKey: joinKey(oldestFirst(tally.from), instance),
        columns: longText(canonicalJson(tally)),
      }),
    since: async (from) => {
      const days = [from, new Date(Date.parse(from) + dayMs).toISOString()].map(dayOf)
      const range = { from: oldestFirst(from), to: end }
      const found = await Promise.all(days.map((day) => listRows(storage, table, partitionOf(day), range, Number.POSITIVE_INFINITY)))
      return found.flat().map(({ columns }) => Tally.parse(JSON.parse(readLongText(columns))))
    },
    forget: async (before) => {
      for (let back = 1; back <= daysLookedBack; back++) {
        const partition = partitionOf(dayOf(new Date(Date.parse(before) - back * dayMs).toISOString()))
        const rows = await listRows(storage, table, partition, { from: '0', to: end }, Number.POSITIVE_INFINITY, undefined, [])
        for (let first = 0; first < rows.length; first += rowsAtOnce) {
          const actions = rows
            .slice(first, first + rowsAtOnce)
            .map(({ partitionKey, rowKey }): TransactionAction => ['delete', { partitionKey, rowKey }])
          await storage.inTable(table, (client, abortSignal) => client.submitTransaction(actions, { abortSignal }))
        }
      }
    },
  }
}
