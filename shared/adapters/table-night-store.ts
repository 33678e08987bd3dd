import { canonicalJson } from '../domain/canonical-json.ts'
import { Fault } from '../domain/faults.ts'
import type { Id, Instant } from '../domain/ids.ts'
import { joinKey, prefixRange } from '../domain/keys.ts'
import type { NightProblem } from '../domain/night.ts'
import { parseNightId } from '../domain/night-id.ts'
import { NightPolicy } from '../domain/night-policy.ts'
import type { NightStore } from '../ports.ts'
import { longText, readLongText } from './long-text.ts'
import { nightOf, nightRow, nightRowKey, pageKey, problemKey, runsOf, workPartition } from './night-rows.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, type StoredRow, upsertRow } from './table-rows.ts'
import { writeVersioned } from './versioned-row.ts'

const table = 'Nights'
const allNights = prefixRange('n')

/** A site's nights, its policy and its watermark in one partition: a row a day. The lists of a night have a partition of their own. */
export function createTableNightStore(storage: Storage): NightStore {
  const read = (site: Id, row: string) => findRow(storage, table, joinKey(site), row)
  const versioned = (row: StoredRow) => ({ value: nightOf(row), version: row.etag })

  async function moveWatermark(site: Id, to: Instant): Promise<void> {
    const stored = await read(site, 'watermark')
    if (stored !== undefined && String(stored.columns['at']) >= to) return
    try {
      await writeVersioned(storage, table, { partitionKey: joinKey(site), rowKey: 'watermark', columns: { at: to } }, stored?.etag)
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'night-changed')) throw error
      await moveWatermark(site, to)
    }
  }

  return {
    find: async (site, id) => {
      const key = parseNightId(id)
      const row = key?.site === site ? await read(site, nightRowKey(key)) : undefined
      return row && versioned(row)
    },
    ofDate: async (site, date) => {
      const [row] = await listRows(storage, table, joinKey(site), runsOf(date), 1)
      return row && versioned(row)
    },
    save: (night, version) => writeVersioned(storage, table, nightRow(night), version),

    list: async ({ sites, cursor, limit }) => {
      const range = cursor === undefined ? allNights : { ...allNights, from: `${checkCursor(cursor)}~` }
      const found = await Promise.all(sites.map((site) => listRows(storage, table, joinKey(site), range, limit + 1)))
      const rows = found.flat().sort((a, b) => (a.rowKey < b.rowKey ? -1 : 1))
      const page = rows.slice(0, limit)
      return { items: page.map(nightOf), cursor: rows.length > limit ? page.at(-1)?.rowKey : undefined }
    },

    watermark: async (site) => {
      const row = await read(site, 'watermark')
      return row && String(row.columns['at'])
    },
    moveWatermark,

    policy: async (site) => {
      const row = await read(site, 'policy')
      // Parsed again: a field that is newer than the row gets its default.
      return { value: NightPolicy.parse(row === undefined ? {} : JSON.parse(readLongText(row.columns))), version: row?.etag ?? '' }
    },
    savePolicy: async (site, policy, version) => {
      const columns = longText(canonicalJson(policy))
      return writeVersioned(storage, table, { partitionKey: joinKey(site), rowKey: 'policy', columns }, version || undefined)
    },

    savePage: (night, page, recordings) =>
      upsertRow(storage, table, { partitionKey: workPartition(night), rowKey: pageKey(page), columns: { ids: recordings.join(' ') } }),
    page: async (night, page) => {
      const row = await findRow(storage, table, workPartition(night), pageKey(page))
      if (row === undefined) throw new Fault('not-found', `page ${page} of night ${night}`)
      return String(row.columns['ids']).split(' ')
    },
    addProblem: (night, problem) =>
      upsertRow(storage, table, {
        partitionKey: workPartition(night),
        rowKey: problemKey(problem.recording, problem.step),
        columns: { data: canonicalJson(problem) },
      }),
    problems: async (night) => {
      const rows = await listRows(storage, table, workPartition(night), prefixRange('x'), Number.POSITIVE_INFINITY)
      return rows.map(({ columns }): NightProblem => JSON.parse(String(columns['data'])))
    },
  }
}

/** @throws Fault `input-invalid` */
function checkCursor(cursor: string): string {
  if (!/^n~\d{15}~\d{6}~[a-z0-9-]{1,63}$/.test(cursor)) throw new Fault('input-invalid', 'cursor: this is not one that we gave.')
  return cursor
}
