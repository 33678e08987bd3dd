import { canonicalJson } from '../domain/canonical-json.ts'
import { defaultPolicy, PolicyVersion } from '../domain/compliance-policy.ts'
import { Fault } from '../domain/faults.ts'
import { joinKey, prefixRange } from '../domain/keys.ts'
import type { CompliancePolicyStore } from '../ports/compliance.ts'
import { longText, readLongText } from './long-text.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, type StoredRow } from './table-rows.ts'
import { writeVersioned } from './versioned-row.ts'

const table = 'CompliancePolicies'
const lastNumber = 999_999
const allVersions = prefixRange('v')

/** A site's versions in one partition, newest first: a few a year. */
export function createTableCompliancePolicies(storage: Storage): CompliancePolicyStore {
  return {
    newest: async (site) => {
      const [row] = await listRows(storage, table, joinKey(site), allVersions, 1)
      return row === undefined ? { site, number: 0, policy: defaultPolicy } : versionOf(row)
    },
    find: async (site, number) => {
      if (number === 0) return { site, number, policy: defaultPolicy }
      const row = await findRow(storage, table, joinKey(site), rowKeyOf(number))
      return row && versionOf(row)
    },
    list: async ({ site, cursor, limit }) => {
      const range = cursor === undefined ? allVersions : { ...allVersions, from: `${checkCursor(cursor)}~` }
      const rows = await listRows(storage, table, joinKey(site), range, limit + 1)
      const page = rows.slice(0, limit)
      return { items: page.map(versionOf), cursor: rows.length > limit ? page.at(-1)?.rowKey : undefined }
    },
    add: async (version) => {
      const columns = longText(canonicalJson(version))
      const row = { partitionKey: joinKey(version.site), rowKey: rowKeyOf(version.number), columns }
      await writeVersioned(storage, table, row, undefined, 'compliance-changed')
    },
  }
}

function rowKeyOf(number: number): string {
  return joinKey('v', String(lastNumber - number).padStart(6, '0'))
}

/** Parsed again: a field that is newer than the row gets its default. */
function versionOf({ columns }: StoredRow): PolicyVersion {
  return PolicyVersion.parse(JSON.parse(readLongText(columns)))
}

/** @throws Fault `input-invalid` */
function checkCursor(cursor: string): string {
  if (!/^v~\d{6}$/.test(cursor)) throw new Fault('input-invalid', 'cursor: this is not one that we gave.')
  return cursor
}
