import type { DatabaseSync } from 'node:sqlite'

/** A message that is to be sent later. */
export interface TimerRow {
  readonly target: string
  /** Unique for its target. */
  readonly id: string
  /** Milliseconds since 1970. */
  readonly due: number
  readonly execution: string | null
  /** JSON. */
  readonly message: string
}

export interface TimerRows {
  add(timer: TimerRow): void
  cancel(target: string, id: string): void
  has(target: string, id: string): boolean
  clear(target: string): void
  due(now: number, limit: number): TimerRow[]
  /** When the next one is due; undefined = there is none. */
  nextDue(): number | undefined
}

export function timerRows(database: DatabaseSync): TimerRows {
  const add = database.prepare('INSERT OR REPLACE INTO timers (target, id, due, execution, message) VALUES (?, ?, ?, ?, ?)')
  const cancel = database.prepare('DELETE FROM timers WHERE target = ? AND id = ?')
  const any = database.prepare('SELECT 1 FROM timers WHERE target = ? AND id = ?')
  const clear = database.prepare('DELETE FROM timers WHERE target = ?')
  const due = database.prepare('SELECT * FROM timers WHERE due <= ? ORDER BY due LIMIT ?')
  const next = database.prepare('SELECT min(due) AS due FROM timers')
  return {
    add: (timer) => void add.run(timer.target, timer.id, timer.due, timer.execution, timer.message),
    cancel: (target, id) => void cancel.run(target, id),
    has: (target, id) => any.get(target, id) !== undefined,
    clear: (target) => void clear.run(target),
    due: (now, limit) => due.all(now, limit) as unknown as TimerRow[],
    nextDue: () => (next.get()?.['due'] ?? undefined) as number | undefined,
  }
}
