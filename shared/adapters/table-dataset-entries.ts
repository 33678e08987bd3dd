import { crashPoint } from '../crash-point.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { DatasetEntry } from '../domain/dataset.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { joinKey, newestFirst, prefixRange } from '../domain/keys.ts'
import type { DatasetStore } from '../ports.ts'
import type { Storage } from './storage.ts'
import { type Columns, findRow, listRows, toEntity, upsertRow } from './table-rows.ts'
import { failureOf } from './transient.ts'

const table = 'Datasets'
const columnCharacters = 30_000

/** The rows that people list: one for each version, newest first within the site. */
export function createDatasetEntries(storage: Storage): Pick<DatasetStore, 'add' | 'find' | 'list'> {
  const siteOf = (site: Id) => joinKey('site', site)
  const placeOf = (version: string) => findRow(storage, table, joinKey('id', version), 'place')

  return {
    async add(entry) {
      const row = joinKey('d', newestFirst(entry.createdAt), entry.version)
      const columns = { partition: siteOf(entry.site), row, createdAt: entry.createdAt }
      const place = toEntity({ partitionKey: joinKey('id', entry.version), rowKey: 'place', columns })
      try {
        await storage.inTable(table, (client, abortSignal) => client.createEntity(place, { abortSignal }))
      } catch (error) {
        if (failureOf(error).status !== 409) throw error
      }
      crashPoint('dataset-place')
      // A run that died before this line has dated the entry; whoever repeats it writes the row that the place leads to.
      const stored = await placeOf(entry.version)
      const key = { partitionKey: String(stored?.columns['partition']), rowKey: String(stored?.columns['row']) }
      if ((await findRow(storage, table, key.partitionKey, key.rowKey)) !== undefined) return
      const createdAt = String(stored?.columns['createdAt'])
      await upsertRow(storage, table, { ...key, columns: toColumns({ ...entry, createdAt }) })
      crashPoint('dataset-entry')
    },

    async find(version) {
      const place = await placeOf(version)
      const row = place && (await findRow(storage, table, String(place.columns['partition']), String(place.columns['row'])))
      return row && toEntry(row.columns)
    },

    async list({ sites, cursor, limit }) {
      const { from, to } = prefixRange('d')
      const start = cursor === undefined ? from : `${joinKey('d')}~${checkCursor(cursor)}~`
      const found = await Promise.all(sites.map((site) => listRows(storage, table, siteOf(site), { from: start, to }, limit + 1)))
      const rows = found.flat().sort((a, b) => (a.rowKey < b.rowKey ? -1 : 1))
      const page = rows.slice(0, limit)
      const last = page.at(-1)?.rowKey
      return {
        items: page.map(({ columns }) => toEntry(columns)),
        cursor: rows.length > limit ? last?.slice(last.indexOf('~') + 1) : undefined,
      }
    },
  }
}

function checkCursor(cursor: string): string {
  if (!/^\d{15}~ds-[0-9a-f]{16}$/.test(cursor)) throw new Fault('input-invalid', 'cursor: this is not one that we gave.')
  return cursor
}

// Hundreds of long labels do not fit into one column of 32 K characters.
function toColumns(entry: DatasetEntry): Columns {
  const data = canonicalJson(entry)
  const parts = Math.ceil(data.length / columnCharacters)
  return Object.fromEntries(
    Array.from({ length: parts }, (_, part) => [`data${part}`, data.slice(part * columnCharacters, (part + 1) * columnCharacters)]),
  )
}

function toEntry(columns: Columns): DatasetEntry {
  let data = ''
  for (let part = 0; columns[`data${part}`] !== undefined; part++) data += columns[`data${part}`]
  return DatasetEntry.parse(JSON.parse(data))
}
