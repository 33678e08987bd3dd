import { type EntityRows, entityRows } from './entity-rows.ts'
import { groupCommits } from './group-commits.ts'
import { type HistoryRows, historyRows } from './history-rows.ts'
import { type InstanceRows, instanceRows } from './instance-rows.ts'
import { openDatabase } from './open-database.ts'
import { type QueueRows, queueRows } from './queue-rows.ts'
import { type TimerRows, timerRows } from './timer-rows.ts'

/** A task hub on disk. Everything is synchronous; one transaction is one step that happened or did not. */
export interface Store {
  readonly instances: InstanceRows
  readonly history: HistoryRows
  readonly queues: QueueRows
  readonly timers: TimerRows
  readonly entities: EntityRows
  /**
   * Does a step as a whole and resolves when it is on disk. Steps that come together share a commit, each still as a whole.
   *
   * @param name of the step, for tests that kill the process just before, within and just after it.
   */
  transaction<T>(name: string, run: () => T): Promise<T>
  /** Finishes what is under way. */
  close(): void
}

export function openStore(file: string): Store {
  const database = openDatabase(file)
  const commits = groupCommits(database)
  return {
    instances: instanceRows(database),
    history: historyRows(database),
    queues: queueRows(database),
    timers: timerRows(database),
    entities: entityRows(database),
    transaction: commits.add,
    close: () => {
      commits.flush()
      database.close()
    },
  }
}
