import type { Approval } from '../domain/approval.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { joinKey, newestFirst, prefixRange } from '../domain/keys.ts'
import type { ApprovalStore } from '../ports.ts'
import { longText, readLongText } from './long-text.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, type StoredRow } from './table-rows.ts'
import { writeVersioned } from './versioned-row.ts'

const table = 'Approvals'
const allQuestions = prefixRange('a')

interface Place {
  readonly site: Id
  readonly row: string
}

/**
 * A site's questions in one partition, newest first. `id~…` says where a question lies; the first who enters one dates
 * it, so that a crash between the two rows leaves a place and no second question.
 */
export function createTableApprovalStore(storage: Storage): ApprovalStore {
  async function placeOf(id: Id): Promise<Place | undefined> {
    const row = await findRow(storage, table, joinKey('id', id), 'place')
    return row && { site: String(row.columns['site']), row: String(row.columns['row']) }
  }

  async function claimPlace({ site, id, askedAt }: Approval): Promise<Place> {
    const wanted = { site, row: joinKey('a', newestFirst(askedAt), id) }
    const place = { partitionKey: joinKey('id', id), rowKey: 'place', columns: wanted }
    try {
      await writeVersioned(storage, table, place, undefined, 'approval-changed')
      return wanted
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'approval-changed')) throw error
      return (await placeOf(id)) ?? wanted
    }
  }

  return {
    siteOf: async (id) => (await placeOf(id))?.site,
    find: async (site, id) => {
      const place = await placeOf(id)
      const row = place?.site === site ? await findRow(storage, table, partitionOf(site), place.row) : undefined
      return row && { value: approvalOf(row), version: row.etag }
    },
    save: async (approval, version) => {
      const place = version === undefined ? await claimPlace(approval) : await placeOf(approval.id)
      if (place?.site !== approval.site) throw new Fault('approval-changed', approval.id)
      const columns = longText(canonicalJson(approval))
      return writeVersioned(
        storage,
        table,
        { partitionKey: partitionOf(place.site), rowKey: place.row, columns },
        version,
        'approval-changed',
      )
    },
    list: async ({ sites, cursor, limit }) => {
      const range = cursor === undefined ? allQuestions : { ...allQuestions, from: `${checkCursor(cursor)}~` }
      const found = await Promise.all(sites.map((site) => listRows(storage, table, partitionOf(site), range, limit + 1)))
      const rows = found.flat().sort((a, b) => (a.rowKey < b.rowKey ? -1 : 1))
      const page = rows.slice(0, limit)
      return { items: page.map(approvalOf), cursor: rows.length > limit ? page.at(-1)?.rowKey : undefined }
    },
  }
}

const partitionOf = (site: Id) => joinKey('site', site)

function approvalOf({ columns }: StoredRow): Approval {
  return JSON.parse(readLongText(columns))
}

/** @throws Fault `input-invalid` */
function checkCursor(cursor: string): string {
  if (!/^a~\d{15}~[a-z0-9-]{1,63}$/.test(cursor)) throw new Fault('input-invalid', 'cursor: this is not one that we gave.')
  return cursor
}
