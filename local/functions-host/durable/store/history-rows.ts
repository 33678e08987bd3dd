import type { DatabaseSync } from 'node:sqlite'
import type { HistoryEvent } from '../history-events.ts'

export interface HistoryRows {
  /** The events of an instance as JSON texts, in order. */
  texts(instance: string): string[]
  append(instance: string, seq: number, event: HistoryEvent): void
  /** Removes all from that number on. */
  cut(instance: string, seq: number): void
  clear(instance: string): void
}

export function historyRows(database: DatabaseSync): HistoryRows {
  const list = database.prepare('SELECT event FROM history WHERE instance = ? ORDER BY seq')
  const insert = database.prepare('INSERT INTO history (instance, seq, event) VALUES (?, ?, ?)')
  const cut = database.prepare('DELETE FROM history WHERE instance = ? AND seq >= ?')
  const remove = database.prepare('DELETE FROM history WHERE instance = ?')
  return {
    texts: (instance) => list.all(instance).map((row) => row['event'] as string),
    append: (instance, seq, event) => void insert.run(instance, seq, JSON.stringify(event)),
    cut: (instance, seq) => void cut.run(instance, seq),
    clear: (instance) => void remove.run(instance),
  }
}
