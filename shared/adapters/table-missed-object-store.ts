import { dayOf, joinKey, newestFirst } from '../domain/keys.ts'
import type { MissedObject } from '../domain/missed-object.ts'
import type { MissedObjectStore } from '../ports.ts'
import { createDayMarker, listByDay } from './day-partitions.ts'
import type { Storage } from './storage.ts'
import { upsertRow } from './table-rows.ts'

const kind = 'm'
const table = 'MissedObjects'

/** Reports of missed objects, one partition for a site and day. */
export function createTableMissedObjectStore(storage: Storage): MissedObjectStore {
  const markDay = createDayMarker(storage, table)
  const indexOf = (site: string) => joinKey('index', 'days', site)
  return {
    save: async (report) => {
      const day = dayOf(report.at)
      await markDay(indexOf(report.site), day)
      await upsertRow(storage, table, {
        partitionKey: joinKey(report.site, day),
        rowKey: joinKey(kind, newestFirst(report.at), report.id),
        columns: { json: JSON.stringify(report) },
      })
    },
    list: async ({ site, from, to, cursor, limit }) => {
      const series = [{ index: indexOf(site), partitionOf: (day: string) => joinKey(site, day) }]
      const page = await listByDay(storage, { table, indexTable: table, series, kind, from, to, cursor, limit })
      return { items: page.rows.map(({ columns }) => JSON.parse(String(columns['json'])) as MissedObject), cursor: page.cursor }
    },
  }
}
