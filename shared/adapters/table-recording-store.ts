import { canonicalJson } from '../domain/canonical-json.ts'
import type { Id } from '../domain/ids.ts'
import { dayOf, joinKey, newestFirst } from '../domain/keys.ts'
import type { Recording } from '../domain/recording.ts'
import type { RecordingStore } from '../ports.ts'
import { createDayMarker, listByDay } from './day-partitions.ts'
import { dataOf } from './incident-rows.ts'
import type { Storage } from './storage.ts'
import { findRow, upsertRow } from './table-rows.ts'

const table = 'Recordings'
const indexTable = 'RecordingIndex'

/** One partition per site, camera and day. */
export function createTableRecordingStore(storage: Storage): RecordingStore {
  const markDay = createDayMarker(storage, indexTable)
  const partitionOf = (site: Id, camera: Id, day: string) => joinKey(site, camera, day)
  const daysIndex = (site: Id, camera: Id) => joinKey('days', site, camera)

  return {
    async save(recording) {
      const day = dayOf(recording.startedAt)
      const key = {
        partitionKey: partitionOf(recording.site, recording.camera, day),
        rowKey: joinKey('r', newestFirst(recording.startedAt), recording.id),
      }
      await Promise.all([
        markDay(daysIndex(recording.site, recording.camera), day),
        upsertRow(storage, indexTable, {
          partitionKey: joinKey('id', recording.id),
          rowKey: 'place',
          columns: { partition: key.partitionKey, row: key.rowKey },
        }),
      ])
      await upsertRow(storage, table, { ...key, columns: { data: canonicalJson(recording) } })
    },

    async find(id) {
      const place = await findRow(storage, indexTable, joinKey('id', id), 'place')
      const row = place && (await findRow(storage, table, String(place.columns['partition']), String(place.columns['row'])))
      return row && dataOf<Recording>(row)
    },

    async list({ site, camera, from, to, cursor, limit }) {
      const series = [{ index: daysIndex(site, camera), partitionOf: (day: string) => partitionOf(site, camera, day) }]
      const page = await listByDay(storage, { table, indexTable, series, kind: 'r', from, to, cursor, limit })
      return { items: page.rows.map(dataOf<Recording>), cursor: page.cursor }
    },
  }
}
