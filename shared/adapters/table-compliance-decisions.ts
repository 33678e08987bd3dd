import { canonicalJson } from '../domain/canonical-json.ts'
import type { ComplianceDecision, HourCounts } from '../domain/compliance-decision.ts'
import { joinKey } from '../domain/keys.ts'
import type { Versioned } from '../domain/page.ts'
import type { ComplianceDecisionStore } from '../ports/compliance.ts'
import { longText, readLongText } from './long-text.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, removeRow, type StoredRow } from './table-rows.ts'
import { failureOf } from './transient.ts'
import { writeVersioned } from './versioned-row.ts'

const table = 'ComplianceDecisions'
const everyKey = { from: '', to: '~' }
const removalsAtOnce = 50

/** Decisions in a partition an hour, the counts of all hours in one of their own: a range of days is a range of its keys. */
export function createTableComplianceDecisions(storage: Storage): ComplianceDecisionStore {
  const ofHour = (site: string, hour: string) => listRows(storage, table, joinKey(site, hour), everyKey, Number.POSITIVE_INFINITY)

  return {
    find: async (site, hour, key) => {
      const row = await findRow(storage, table, joinKey(site, hour), key)
      return row && decisionOf(row)
    },
    save: (decision, version) =>
      writeVersioned(
        storage,
        table,
        {
          partitionKey: joinKey(decision.site, decision.hour),
          rowKey: decision.key,
          columns: longText(canonicalJson(decision)),
        },
        version,
        'compliance-changed',
      ),
    ofHour: async (site, hour) => (await ofHour(site, hour)).map(decisionOf),

    touch: async (site, hour) => {
      const entity = { partitionKey: joinKey('hours', site), rowKey: hour, isTouched: true }
      await storage.inTable(table, (client, abortSignal) => client.upsertEntity(entity, 'Merge', { abortSignal }))
    },
    touched: async (site) => {
      const rows = await listRows(storage, table, joinKey('hours', site), everyKey, Number.POSITIVE_INFINITY, 'isTouched eq true')
      return rows.map((row) => ({ value: countsOf(site, row), version: row.etag }))
    },
    counts: async (site, from, to) => {
      const rows = await listRows(storage, table, joinKey('hours', site), { from, to: `${to}~` }, Number.POSITIVE_INFINITY)
      return rows.map((row) => countsOf(site, row))
    },
    saveCounts: async ({ site, hour, counts, files, isClosed }, version, isTouched = false) => {
      const columns = { ...longText(canonicalJson({ counts, files })), isClosed, isTouched }
      const entity = { partitionKey: joinKey('hours', site), rowKey: hour, ...columns }
      try {
        await storage.inTable(table, (client, abortSignal) => client.updateEntity(entity, 'Replace', { etag: version, abortSignal }))
        return true
      } catch (error) {
        // Also an answer that was lost: the hour is counted once more, to the same sums.
        if (failureOf(error).status === 412) return false
        throw error
      }
    },
    forget: async (site, hour) => {
      const rows = await ofHour(site, hour)
      for (let from = 0; from < rows.length; from += removalsAtOnce)
        await Promise.all(rows.slice(from, from + removalsAtOnce).map((row) => removeRow(storage, table, row)))
    },
  }
}

function decisionOf({ columns, etag }: StoredRow): Versioned<ComplianceDecision> {
  return { value: JSON.parse(readLongText(columns)), version: etag }
}

function countsOf(site: string, { rowKey, columns }: StoredRow): HourCounts {
  const data = readLongText(columns)
  const { counts, files } = data === '' ? { counts: [], files: {} } : JSON.parse(data)
  return { site, hour: rowKey, counts, files, isClosed: columns['isClosed'] === true }
}
