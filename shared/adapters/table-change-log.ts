import type { Clock } from '../domain/clock.ts'
import type { Id, Instant } from '../domain/ids.ts'
import { dayOf, instantOfNewestFirst, joinKey, splitKey } from '../domain/keys.ts'
import type { Change } from '../domain/night.ts'
import type { ChangeLog, Mark, StorageTime } from '../ports.ts'
import { createDayMarker } from './day-partitions.ts'
import { createGroupCommit } from './group-commit.ts'
import type { Storage } from './storage.ts'
import { listRows, type StoredRow } from './table-rows.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** For so long we believe that this machine's clock is as far from the storage's as it was. */
const trustMs = 60_000

/**
 * Partitions of an hour, so that none grows without bound; within it one row for a thing, however often it changed. When
 * a change happened is the row's own timestamp: the table gives it, and no machine's clock can get it wrong. The
 * partition is chosen beforehand by this machine's clock, set right by the storage's; a reader looks an hour further on both sides.
 */
export function createTableChangeLog<Kind extends string = Change['kind']>(
  storage: Storage,
  clock: Clock,
  storageTime: StorageTime,
  table: 'Changes' | 'IntakeChanges' = 'Changes',
): ChangeLog<Kind> {
  const save = createGroupCommit(storage, table)
  const markDay = createDayMarker(storage, table)
  let learned: { readonly atMs: number; readonly aheadMs: number } | undefined

  async function storageMs(): Promise<number> {
    const nowMs = clock().getTime()
    // Both ways: a clock that was set back, or a laptop that slept, must ask again.
    if (learned === undefined || Math.abs(nowMs - learned.atMs) > trustMs) {
      learned = { atMs: nowMs, aheadMs: (await storageTime()).getTime() - nowMs }
    }
    return nowMs + learned.aheadMs
  }

  async function daysOf(site: Id): Promise<string[]> {
    const rows = await listRows(storage, table, indexOf(site), { from: '0', to: '~' }, Number.POSITIVE_INFINITY)
    return rows.map(({ rowKey }) => dayOf(instantOfNewestFirst(rowKey))).reverse()
  }

  async function* readHours(site: Id, firstMs: number, lastMs: number): AsyncIterable<readonly StoredRow[]> {
    for (const day of await daysOf(site)) {
      const startMs = Date.parse(`${day}T00:00:00.000Z`)
      if (startMs + dayMs <= firstMs || startMs > lastMs) continue
      const hours = Array.from({ length: 24 }, (_, hour) => startMs + hour * hourMs).filter((ms) => ms + hourMs > firstMs && ms <= lastMs)
      const range = { from: '0', to: '~' }
      yield* await Promise.all(hours.map((ms) => listRows(storage, table, partitionOf(site, ms), range, Number.POSITIVE_INFINITY)))
    }
  }

  return {
    mark: async ({ kind, id, site }) => {
      const ms = await storageMs()
      const day = dayOf(new Date(ms).toISOString())
      await Promise.all([
        markDay(indexOf(site), day),
        save({ partitionKey: partitionOf(site, ms), rowKey: joinKey(kind, id), columns: {} }),
      ])
    },

    read: async function* ({ site, from, to }) {
      const firstMs = from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from) - hourMs
      let held: (Mark<Kind> & { readonly at: Instant })[] = []
      for await (const rows of readHours(site, firstMs, Date.parse(to) + hourMs)) {
        const found = rows.map((row) => changeOf<Kind>(site, row)).filter(({ at }) => (from === undefined || at >= from) && at < to)
        held = [...held, ...found].sort((a, b) => (a.at < b.at ? -1 : 1))
        // The hour after this one may hold what is a little older than the newest here.
        const newest = held.at(-1)
        const safe = newest === undefined ? '' : new Date(Date.parse(newest.at) - hourMs).toISOString()
        yield* held.filter(({ at }) => at < safe)
        held = held.filter(({ at }) => at >= safe)
      }
      yield* held
    },
  }
}

const indexOf = (site: Id) => joinKey('days', site)

function partitionOf(site: Id, ms: number): string {
  return joinKey(site, new Date(ms).toISOString().slice(0, 13))
}

function changeOf<Kind extends string>(site: Id, { rowKey, writtenAt }: StoredRow) {
  const [kind, id] = splitKey(rowKey)
  return { kind: kind as Kind, id: id!, site, at: new Date(writtenAt!).toISOString() }
}
