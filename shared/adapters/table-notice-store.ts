import { randomUUID } from 'node:crypto'
import type { TransactionAction } from '@azure/data-tables'
import { canonicalJson } from '../domain/canonical-json.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { joinKey, newestFirst, prefixRange } from '../domain/keys.ts'
import { isUnresolved, Notice } from '../domain/notice.ts'
import type { NoticeStore } from '../ports.ts'
import { longText, readLongText } from './long-text.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, type StoredRow, toEntity } from './table-rows.ts'
import { failureOf } from './transient.ts'

const table = 'Notices'
const ranges = { all: prefixRange('l'), unresolved: prefixRange('l', '0'), cleared: prefixRange('l', '1') }

/**
 * A site's notices in one partition: `n~…` is the notice, `l~{0|1}~{time}~…` its copy in the list, those that are not over
 * first. Both move in one transaction, so that there is never a second one for the same kind and subject.
 */
export function createTableNoticeStore(storage: Storage): NoticeStore {
  const rowOf = (site: Id, id: Id) => findRow(storage, table, joinKey(site), joinKey('n', id))

  async function save(notice: Notice, version: string | undefined): Promise<string> {
    const partitionKey = joinKey(notice.site)
    const rowKey = joinKey('n', notice.id)
    const listed = listKey(notice)
    const columns = longText(canonicalJson(notice))
    const token = randomUUID()
    const before = version === undefined ? undefined : await rowOf(notice.site, notice.id)
    if (before?.etag !== version) throw new Fault('notice-changed', notice.id)
    const entity = toEntity({ partitionKey, rowKey, columns: { ...columns, listed, token } })
    const formerKey = before?.columns['listed']
    const actions: TransactionAction[] = [
      version === undefined ? ['create', entity] : ['update', entity, 'Replace', { etag: version }],
      ['upsert', toEntity({ partitionKey, rowKey: listed, columns }), 'Replace'],
    ]
    if (formerKey !== undefined && formerKey !== listed) actions.push(['delete', { partitionKey, rowKey: String(formerKey) }])
    try {
      const answer = await storage.inTable(table, (client, abortSignal) => client.submitTransaction(actions, { abortSignal }))
      return answer.subResponses[0]?.etag ?? ''
    } catch (error) {
      const { status } = failureOf(error)
      if (status !== 409 && status !== 412 && status !== 404) throw error
      // An attempt whose answer was lost comes back as a conflict with oneself: the token tells whose row is stored.
      const stored = await rowOf(notice.site, notice.id)
      if (stored?.columns['token'] === token) return stored.etag
      throw new Fault('notice-changed', notice.id, { cause: error })
    }
  }

  return {
    save,
    find: async (site, id) => {
      const row = await rowOf(site, id)
      return row && { value: noticeOf(row), version: row.etag }
    },
    list: async ({ sites, state, cursor, limit }) => {
      const range = cursor === undefined ? ranges[state] : { ...ranges[state], from: `${checkCursor(cursor)}~` }
      const found = await Promise.all(sites.map((site) => listRows(storage, table, joinKey(site), range, limit + 1)))
      const rows = found.flat().sort((a, b) => (a.rowKey < b.rowKey ? -1 : 1))
      const page = rows.slice(0, limit)
      return { items: page.map(noticeOf), cursor: rows.length > limit ? page.at(-1)?.rowKey : undefined }
    },
    unresolved: async (site) => {
      const rows = await listRows(storage, table, joinKey(site), ranges.unresolved, Number.POSITIVE_INFINITY)
      return rows.map(noticeOf)
    },
  }
}

/** Two sites never have the same id, so the key is a place in a list over all of them as well. */
function listKey(notice: Notice): string {
  const { openedAt, clearedAt = openedAt, id } = notice
  return isUnresolved(notice) ? joinKey('l', '0', newestFirst(openedAt), id) : joinKey('l', '1', newestFirst(clearedAt), id)
}

function noticeOf({ columns }: StoredRow): Notice {
  return Notice.parse(JSON.parse(readLongText(columns)))
}

/** @throws Fault `input-invalid` */
function checkCursor(cursor: string): string {
  if (!/^l~[01]~\d{15}~[a-z0-9-]{1,63}$/.test(cursor)) throw new Fault('input-invalid', 'cursor: this is not one that we gave.')
  return cursor
}
