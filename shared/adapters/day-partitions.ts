import { Fault } from '../domain/faults.ts'
import { dayOf, instantOfNewestFirst, joinKey, newestDayFirst, newestFirst, prefixRange } from '../domain/keys.ts'
import type { Storage } from './storage.ts'
import type { TableName } from './storage-names.ts'
import { listRows, type StoredRow, upsertRow } from './table-rows.ts'

/**
 * Rows that lie in one partition a day, listed newest first without looking at days that have none. The days that have
 * some are rows of an index, written before the first row of the day: a day without rows does no harm.
 */
export interface DaySeries {
  /** Partition of the index table. */
  readonly index: string
  readonly partitionOf: (day: string) => string
}

export interface DayListing {
  readonly table: TableName
  readonly indexTable: TableName
  /** Several, when somebody sees several sites: their rows come merged. */
  readonly series: readonly DaySeries[]
  /** Row keys are this, the time newest first, and the id. */
  readonly kind: string
  readonly filter?: string
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

// A rare filter must not make one call walk through years; the caller comes again with the cursor.
const maxDaysPerCall = 62

export async function listByDay(storage: Storage, listing: DayListing): Promise<{ rows: StoredRow[]; cursor: string | undefined }> {
  const rows: StoredRow[] = []
  let after = startOf(listing)
  const days = await daysAfter(storage, listing, after)
  for (const day of days.slice(0, maxDaysPerCall)) {
    const range = { from: `${joinKey(listing.kind)}~${after}`, to: endOf(listing) }
    const wanted = listing.limit - rows.length
    const found = await Promise.all(
      listing.series.map(({ partitionOf }) => listRows(storage, listing.table, partitionOf(day), range, wanted + 1, listing.filter)),
    )
    const merged = found.flat().sort((a, b) => (a.rowKey < b.rowKey ? -1 : 1))
    rows.push(...merged.slice(0, wanted))
    if (merged.length > wanted) return { rows, cursor: positionOf(rows.at(-1)) }
    after = `${newestDayFirst(day)}~~`
  }
  return { rows, cursor: days.length > maxDaysPerCall ? after : undefined }
}

/** Remembered, so that a busy day costs one write of its index row per process and not one per row. */
export function createDayMarker(storage: Storage, indexTable: TableName): (index: string, day: string) => Promise<void> {
  const known = new Set<string>()
  return async (index, day) => {
    const key = `${index}\n${day}`
    if (known.has(key)) return
    await upsertRow(storage, indexTable, { partitionKey: index, rowKey: newestDayFirst(day), columns: {} })
    if (known.size > 10_000) known.clear()
    known.add(key)
  }
}

/** What a cursor says: everything up to this key was seen. The kind in front is left out. */
export function positionOf(row: StoredRow | undefined): string | undefined {
  return row?.rowKey.slice(row.rowKey.indexOf('~') + 1)
}

/** @throws Fault `input-invalid` */
export function checkCursor(cursor: string): string {
  if (!/^\d{15}~(?:[a-z0-9-]{1,64}|~)$/.test(cursor)) throw new Fault('input-invalid', 'cursor: this is not one that we gave.')
  return cursor
}

/** The first key of interest: after the cursor, and before `to`. Keys grow with age. */
function startOf({ cursor, to }: DayListing): string {
  const starts = [cursor === undefined ? '0' : `${checkCursor(cursor)}~`, to === undefined ? '0' : `${newestFirst(to)}~~`]
  return starts.sort().at(-1) ?? '0'
}

function endOf({ kind, from }: DayListing): string {
  return from === undefined ? prefixRange(kind).to : `${joinKey(kind)}~${newestFirst(from)}~~`
}

async function daysAfter(storage: Storage, listing: DayListing, after: string): Promise<string[]> {
  const firstDay = after === '0' ? '0' : newestDayFirst(dayOf(instantOfNewestFirst(after.slice(0, 15))))
  const lastDay = listing.from === undefined ? '9' : newestDayFirst(dayOf(listing.from))
  const range = { from: firstDay, to: `${lastDay}~` }
  const found = await Promise.all(
    listing.series.map(({ index }) => listRows(storage, listing.indexTable, index, range, maxDaysPerCall + 1)),
  )
  const keys = [...new Set(found.flat().map(({ rowKey }) => rowKey))].sort()
  return keys.slice(0, maxDaysPerCall + 1).map((key) => dayOf(instantOfNewestFirst(key)))
}
