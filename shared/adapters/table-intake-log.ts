import type { Clock } from '../domain/clock.ts'
import type { IntakeLog, StorageTime } from '../ports.ts'
import type { Storage } from './storage.ts'
import { createTableChangeLog } from './table-change-log.ts'

/** Readers look further back than this: within it one mark stands for all rows of its minute. */
const restMs = 20_000
const mostRemembered = 5000

/** Messages come many times a minute; their minute is marked by the first of them, and again while they go on. */
export function createTableIntakeLog(storage: Storage, clock: Clock, storageTime: StorageTime): IntakeLog {
  const log = createTableChangeLog<'inference' | 'health'>(storage, clock, storageTime, 'IntakeChanges')
  const marked = new Map<string, { readonly atMs: number; readonly done: Promise<void> }>()
  return {
    mark: (change) => {
      const name = `${change.kind} ${change.site} ${change.id}`
      const nowMs = clock().getTime()
      const known = marked.get(name)
      // Both ways: a clock may be set back.
      if (known !== undefined && Math.abs(nowMs - known.atMs) < restMs) return known.done
      if (marked.size >= mostRemembered) marked.clear()
      const done = log.mark(change)
      marked.set(name, { atMs: nowMs, done })
      // Who waits for it hears of the failure; the next message tries again.
      done.catch(() => marked.delete(name))
      return done
    },
    read: (query) => log.read(query),
  }
}
