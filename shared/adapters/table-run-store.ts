import { randomUUID } from 'node:crypto'
import type { TransactionAction } from '@azure/data-tables'
import { canonicalJson } from '../domain/canonical-json.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { joinKey, newestFirst, prefixRange } from '../domain/keys.ts'
import type { Versioned } from '../domain/page.ts'
import { parseRunId } from '../domain/run-id.ts'
import { TrainingPolicy, type TrainingRun } from '../domain/training-run.ts'
import type { RunStore } from '../ports.ts'
import { longText, readLongText } from './long-text.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, type Row, type StoredRow, toEntity } from './table-rows.ts'
import { failureOf } from './transient.ts'
import { writeVersioned } from './versioned-row.ts'

const table = 'Runs'
const allRuns = prefixRange('r')

/**
 * A site's runs in one partition, newest first, with two rows that point to each: by its number, and by dataset and
 * attempt. All three are written at once or not at all, so a number and an attempt are given once.
 */
export function createTableRunStore(storage: Storage): RunStore {
  const read = (site: Id, row: string) => findRow(storage, table, joinKey(site), row)

  async function pointedTo(pointer: StoredRow | undefined): Promise<Versioned<TrainingRun> | undefined> {
    const row = pointer && (await findRow(storage, table, pointer.partitionKey, String(pointer.columns['row'])))
    return row && { value: runOf(row), version: row.etag }
  }

  async function first(site: Id, ...prefix: string[]): Promise<StoredRow | undefined> {
    const [row] = await listRows(storage, table, joinKey(site), prefixRange(...prefix), 1)
    return row
  }

  async function insert(run: TrainingRun): Promise<string> {
    // An attempt whose answer was lost comes back as a conflict with oneself: the token tells whose rows are stored.
    const token = randomUUID()
    const row = runRow(run)
    const pointers = [numberKey(run), datasetKey(run)].map((rowKey) => ({ ...row, rowKey, columns: { row: row.rowKey } }))
    const entities = [{ ...row, columns: { ...row.columns, token } }, ...pointers].map(toEntity)
    const actions = entities.map((entity): TransactionAction => ['create', entity])
    try {
      const answer = await storage.inTable(table, (client, abortSignal) => client.submitTransaction(actions, { abortSignal }))
      return answer.subResponses[0]?.etag ?? ''
    } catch (error) {
      if (failureOf(error).status !== 409) throw error
      const stored = await read(run.site, row.rowKey)
      if (stored?.columns['token'] === token) return stored.etag
      throw new Fault('run-changed', undefined, { cause: error })
    }
  }

  return {
    find: async (site, id) => {
      const key = parseRunId(id)
      return key && pointedTo(await read(site, datasetKey(key)))
    },
    ofDataset: async (site, dataset) => pointedTo(await first(site, 'd', dataset)),
    newest: async (site) => (await pointedTo(await first(site, 'n')))?.value,
    save: (run, version) => (version === undefined ? insert(run) : writeVersioned(storage, table, runRow(run), version, 'run-changed')),

    list: async ({ sites, cursor, limit }) => {
      const range = cursor === undefined ? allRuns : { ...allRuns, from: `${checkCursor(cursor)}~` }
      const found = await Promise.all(sites.map((site) => listRows(storage, table, joinKey(site), range, limit + 1)))
      const rows = found.flat().sort((a, b) => (a.rowKey < b.rowKey ? -1 : 1))
      const page = rows.slice(0, limit)
      return { items: page.map(runOf), cursor: rows.length > limit ? page.at(-1)?.rowKey : undefined }
    },

    policy: async (site) => {
      const row = await read(site, 'policy')
      // Parsed again: a field that is newer than the row gets its default.
      return { value: TrainingPolicy.parse(row === undefined ? {} : JSON.parse(readLongText(row.columns))), version: row?.etag ?? '' }
    },
    savePolicy: (site, policy, version) => {
      const row = { partitionKey: joinKey(site), rowKey: 'policy', columns: longText(canonicalJson(policy)) }
      return writeVersioned(storage, table, row, version || undefined, 'run-changed')
    },
  }
}

/** The site and the number at the end make the keys of several sites differ. */
function runRow(run: TrainingRun): Row {
  const rowKey = joinKey('r', newestFirst(run.createdAt), run.site, String(run.number))
  return { partitionKey: joinKey(run.site), rowKey, columns: longText(canonicalJson(run)) }
}

const numberKey = ({ number }: TrainingRun) => joinKey('n', largestFirst(number))
const datasetKey = ({ dataset, attempt }: Pick<TrainingRun, 'dataset' | 'attempt'>) => joinKey('d', dataset, largestFirst(attempt))

function largestFirst(count: number): string {
  return String(999_999_999 - count).padStart(9, '0')
}

function runOf({ columns }: StoredRow): TrainingRun {
  return JSON.parse(readLongText(columns))
}

/** @throws Fault `input-invalid` */
function checkCursor(cursor: string): string {
  if (!/^r~\d{15}~[a-z0-9-]{1,63}~\d{1,9}$/.test(cursor)) throw new Fault('input-invalid', 'cursor: this is not one that we gave.')
  return cursor
}
