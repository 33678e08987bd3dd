import { randomUUID } from 'node:crypto'
import { type AuditEntry, chainEntry } from '../domain/audit.ts'
import { joinKey, prefixRange } from '../domain/keys.ts'
import type { AuditLog } from '../ports.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, type StoredRow, toEntity } from './table-rows.ts'
import { failureOf } from './transient.ts'

const head = 'head'

/**
 * The chain of each site. The newest entry is repeated in the row `head` of its segment, and both are written in one
 * transaction against the head's version: of two writers at the same moment one reads again, so no entry is lost and
 * none hangs beside another.
 *
 * @param entriesPerSegment Entries of one partition: a chain goes on for ever, a partition must not. Never changed once entries exist.
 */
export function createTableAuditLog(storage: Storage, entriesPerSegment = 1000): AuditLog {
  const segmentOf = (seq: number) => Math.floor((seq - 1) / entriesPerSegment)
  // Writers of one process queue up, so that they do not fight each other over the head.
  const queues = new Map<string, Promise<unknown>>()
  const currentSegments = new Map<string, number>()

  const append: AuditLog['append'] = async (site, fact) => {
    const nonce = randomUUID()
    for (;;) {
      const { segment, row, last } = await newest(site)
      const entry = chainEntry(site, fact, last)
      const target = segmentOf(entry.seq)
      const partitionKey = joinKey(site, String(target))
      const columns = { json: JSON.stringify(entry), nonce }
      const entryEntity = toEntity({ partitionKey, rowKey: joinKey('entry', padded(entry.seq)), columns })
      const headEntity = toEntity({ partitionKey, rowKey: head, columns })
      const isFirst = target !== segment || row === undefined
      try {
        await storage.inTable('Audit', (client, abortSignal) =>
          client.submitTransaction(
            [['create', entryEntity], isFirst ? ['create', headEntity] : ['update', headEntity, 'Replace', { etag: row.etag }]],
            { abortSignal },
          ),
        )
        return
      } catch (error) {
        const { status } = failureOf(error)
        if (status !== 409 && status !== 412) throw error
        // An attempt whose answer was lost may have been executed: then the entry is ours.
        const stored = await findRow(storage, 'Audit', partitionKey, entryEntity.rowKey)
        if (stored?.columns['nonce'] === nonce) return
      }
    }
  }

  /** The newest entry, from the last segment that has a head. */
  const newest = async (site: string): Promise<{ segment: number; row: StoredRow | undefined; last: AuditEntry | undefined }> => {
    let segment = currentSegments.get(site) ?? 0
    let row = await findRow(storage, 'Audit', joinKey(site, String(segment)), head)
    for (;;) {
      const last = row && toEntry(row)
      if (last === undefined || last.seq % entriesPerSegment !== 0) return { segment, row, last }
      const next = await findRow(storage, 'Audit', joinKey(site, String(segment + 1)), head)
      if (next === undefined) return { segment, row, last }
      row = next
      currentSegments.set(site, ++segment)
    }
  }

  return {
    append: (site, fact) => {
      const turn = (queues.get(site) ?? Promise.resolve()).catch(() => {}).then(() => append(site, fact))
      queues.set(site, turn)
      return turn
    },
    read: async ({ site, from, limit }) => {
      const entries: AuditEntry[] = []
      for (let next = from; entries.length < limit; ) {
        const range = { from: joinKey('entry', padded(next)), to: prefixRange('entry').to }
        const rows = await listRows(storage, 'Audit', joinKey(site, String(segmentOf(next))), range, limit - entries.length)
        entries.push(...rows.map(toEntry))
        const last = rows.at(-1)
        if (last === undefined || toEntry(last).seq % entriesPerSegment !== 0) break
        next = toEntry(last).seq + 1
      }
      const before =
        from > 1
          ? await findRow(storage, 'Audit', joinKey(site, String(segmentOf(from - 1))), joinKey('entry', padded(from - 1)))
          : undefined
      return { entries, before: before && toEntry(before) }
    },
    newest: async (site) => (await newest(site)).last,
  }
}

function padded(seq: number): string {
  return String(seq).padStart(12, '0')
}

function toEntry({ columns }: StoredRow): AuditEntry {
  return JSON.parse(String(columns['json'])) as AuditEntry
}
