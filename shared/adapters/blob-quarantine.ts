import { canonicalJson } from '../domain/canonical-json.ts'
import { dayOf, joinKey, newestFirst } from '../domain/keys.ts'
import type { QuarantinedItem } from '../domain/quarantine.ts'
import type { Quarantine } from '../ports.ts'
import { createDayMarker, listByDay } from './day-partitions.ts'
import { eventOf, lineOf } from './event-line.ts'
import { dataOf } from './incident-rows.ts'
import type { Storage } from './storage.ts'
import { findRow, upsertRow } from './table-rows.ts'
import { failureOf } from './transient.ts'

const table = 'Quarantine'
const daysIndex = 'days'

/** The whole event in container `quarantine`, a row for lists and for the outcome of replays in table `Quarantine`. */
export function createBlobQuarantine(storage: Storage): Quarantine {
  const markDay = createDayMarker(storage, table)
  const pathOf = (id: string) => `events/${id}.json`

  async function findItem(id: string) {
    const place = await findRow(storage, table, joinKey('id', id), 'place')
    return place && findRow(storage, table, String(place.columns['partition']), String(place.columns['row']))
  }

  async function saveItem(item: QuarantinedItem): Promise<void> {
    const day = dayOf(item.receivedAt)
    const key = { partitionKey: joinKey('day', day), rowKey: joinKey('q', newestFirst(item.receivedAt), item.id) }
    await upsertRow(storage, table, {
      partitionKey: joinKey('id', item.id),
      rowKey: 'place',
      columns: { partition: key.partitionKey, row: key.rowKey },
    })
    await markDay(daysIndex, day)
    await upsertRow(storage, table, { ...key, columns: { reason: item.reason, data: canonicalJson(item) } })
  }

  return {
    has: async (id) => (await findItem(id)) !== undefined,

    async put(item, event) {
      if ((await findItem(item.id)) !== undefined) return
      const line = lineOf(event)
      await storage.inContainer('quarantine', (client, abortSignal) =>
        client.getBlockBlobClient(pathOf(item.id)).upload(line, Buffer.byteLength(line), { abortSignal }),
      )
      await saveItem(item)
    },

    async find(id) {
      const row = await findItem(id)
      if (row === undefined) return undefined
      try {
        const bytes = await storage.inContainer('quarantine', (client, abortSignal) =>
          client.getBlobClient(pathOf(id)).downloadToBuffer(0, undefined, { abortSignal }),
        )
        return { item: dataOf<QuarantinedItem>(row), event: eventOf(bytes.toString('utf8')) }
      } catch (error) {
        if (failureOf(error).status === 404) return undefined
        throw error
      }
    },

    async list({ cursor, limit }) {
      const series = [{ index: daysIndex, partitionOf: (day: string) => joinKey('day', day) }]
      const page = await listByDay(storage, { table, indexTable: table, series, kind: 'q', cursor, limit })
      return { items: page.rows.map(dataOf<QuarantinedItem>), cursor: page.cursor }
    },

    async markReplayed(id, at) {
      const row = await findItem(id)
      if (row !== undefined) await saveItem({ ...dataOf<QuarantinedItem>(row), replayedAt: at })
    },
  }
}
