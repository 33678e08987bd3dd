import { canonicalJson } from '../domain/canonical-json.ts'
import type { Id } from '../domain/ids.ts'
import { dayOf, joinKey, oldestFirst, prefixRange, splitKey } from '../domain/keys.ts'
import { RecordingWork } from '../domain/night.ts'
import type { RecordingWorkStore, WorkPlace } from '../ports/night.ts'
import { dataOf } from './incident-rows.ts'
import type { Storage } from './storage.ts'
import { findRow, listRows, upsertRow } from './table-rows.ts'
import { writeVersioned } from './versioned-row.ts'

const table = 'RecordingWork'
const kind = 'w'
const rowsAtOnce = 1000

/** One partition per site, camera and day, as for recordings. Which of them there are stands in `days~{site}`, a row each. */
export function createTableRecordingWork(storage: Storage): RecordingWorkStore {
  const knownDays = new Set<string>()
  const keyOf = ({ site, camera, startedAt }: Omit<WorkPlace, 'id'>, id: Id) => ({
    partitionKey: joinKey(site, camera, dayOf(startedAt)),
    rowKey: joinKey(kind, oldestFirst(startedAt), id),
  })

  async function markDay({ site, camera, startedAt }: RecordingWork): Promise<void> {
    const row = { partitionKey: joinKey('days', site), rowKey: joinKey(camera, dayOf(startedAt)), columns: {} }
    const known = `${row.partitionKey}\n${row.rowKey}`
    if (knownDays.has(known)) return
    await upsertRow(storage, table, row)
    if (knownDays.size > 10_000) knownDays.clear()
    knownDays.add(known)
  }

  return {
    async find({ id, ...place }) {
      const { partitionKey, rowKey } = keyOf(place, id)
      const row = await findRow(storage, table, partitionKey, rowKey)
      return row && { value: RecordingWork.parse(dataOf(row)), version: row.etag }
    },

    async save(work, version) {
      await markDay(work)
      return writeVersioned(storage, table, { ...keyOf(work, work.recording), columns: { data: canonicalJson(work) } }, version)
    },

    async *all(site, within) {
      const [firstDay, lastDay] = [dayOf(within?.from ?? '0'), dayOf(within?.to ?? '9')]
      const { camera: only } = within ?? {}
      const days = only === undefined ? { from: '', to: '~' } : { from: joinKey(only, firstDay), to: `${joinKey(only, lastDay)}~` }
      const rows = {
        from: within === undefined ? prefixRange(kind).from : joinKey(kind, oldestFirst(within.from)),
        to: within === undefined ? prefixRange(kind).to : joinKey(kind, oldestFirst(within.to)),
      }
      for await (const { rowKey } of pages(joinKey('days', site), days)) {
        const [camera = '', day = ''] = splitKey(rowKey)
        if (day < firstDay || day > lastDay) continue
        for await (const row of pages(joinKey(site, camera, day), rows)) yield RecordingWork.parse(dataOf(row))
      }
    },
  }

  async function* pages(partition: string, { from, to }: { from: string; to: string }) {
    for (let next = from; ; ) {
      const rows = await listRows(storage, table, partition, { from: next, to }, rowsAtOnce)
      yield* rows
      if (rows.length < rowsAtOnce) return
      next = `${rows.at(-1)?.rowKey}~`
    }
  }
}
