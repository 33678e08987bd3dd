import type { DatabaseSync } from 'node:sqlite'

/** A message to an orchestration (a history event without its time) or to an entity. */
export interface InboxRow {
  readonly seq: number
  /** Only for this execution of the orchestration; null = whichever runs. */
  readonly execution: string | null
  /** JSON. */
  readonly message: string
}

/** An activity or HTTP call that is to be run. */
export interface WorkRow {
  readonly seq: number
  readonly instance: string
  readonly execution: string
  readonly task: number
  readonly kind: 'activity' | 'http'
  readonly name: string
  /** JSON. */
  readonly input: string
}

export interface ReadyRow {
  readonly seq: number
  readonly target: string
}

/** The queues: who has messages waiting, what they are, and which activities are to run. */
export interface QueueRows {
  /** Puts a message into the inbox of an orchestration or an entity (its id begins with `@`), and makes it ready. */
  send(target: string, execution: string | null, message: object): void
  inbox(target: string, limit: number): InboxRow[]
  removeMessage(seq: number): void
  clearInbox(target: string): void
  /** @param after only those with a higher number. */
  hasMessages(target: string, after?: number): boolean
  setReady(target: string): void
  clearReady(target: string): void
  /** Those after `seq`, in order. */
  nextReady(isEntity: boolean, seq: number, limit: number): ReadyRow[]
  addWork(work: Omit<WorkRow, 'seq'>): void
  hasWork(instance: string, task: number): boolean
  /** False when it was gone already. */
  removeWork(seq: number): boolean
  clearWork(instance: string): void
  nextWork(seq: number, limit: number): WorkRow[]
}

export const isEntityId = (target: string) => target.startsWith('@')

export function queueRows(database: DatabaseSync): QueueRows {
  const send = database.prepare('INSERT INTO inbox (target, execution, message) VALUES (?, ?, ?)')
  const inbox = database.prepare('SELECT seq, execution, message FROM inbox WHERE target = ? ORDER BY seq LIMIT ?')
  const removeMessage = database.prepare('DELETE FROM inbox WHERE seq = ?')
  const clearInbox = database.prepare('DELETE FROM inbox WHERE target = ?')
  const anyMessage = database.prepare('SELECT 1 FROM inbox WHERE target = ? AND seq > ? LIMIT 1')
  const setReady = database.prepare('INSERT OR IGNORE INTO ready (target, isEntity) VALUES (?, ?)')
  const clearReady = database.prepare('DELETE FROM ready WHERE target = ?')
  const nextReady = database.prepare('SELECT seq, target FROM ready WHERE isEntity = ? AND seq > ? ORDER BY seq LIMIT ?')
  const addWork = database.prepare('INSERT INTO work (instance, execution, task, kind, name, input) VALUES (?, ?, ?, ?, ?, ?)')
  const anyWork = database.prepare('SELECT 1 FROM work WHERE instance = ? AND task = ? LIMIT 1')
  const removeWork = database.prepare('DELETE FROM work WHERE seq = ?')
  const clearWork = database.prepare('DELETE FROM work WHERE instance = ?')
  const nextWork = database.prepare('SELECT * FROM work WHERE seq > ? ORDER BY seq LIMIT ?')
  return {
    send: (target, execution, message) => {
      send.run(target, execution, JSON.stringify(message))
      setReady.run(target, Number(isEntityId(target)))
    },
    inbox: (target, limit) => inbox.all(target, limit) as unknown as InboxRow[],
    removeMessage: (seq) => void removeMessage.run(seq),
    clearInbox: (target) => void clearInbox.run(target),
    hasMessages: (target, after = 0) => anyMessage.get(target, after) !== undefined,
    setReady: (target) => void setReady.run(target, Number(isEntityId(target))),
    clearReady: (target) => void clearReady.run(target),
    nextReady: (isEntity, seq, limit) => nextReady.all(Number(isEntity), seq, limit) as unknown as ReadyRow[],
    addWork: ({ instance, execution, task, kind, name, input }) => void addWork.run(instance, execution, task, kind, name, input),
    hasWork: (instance, task) => anyWork.get(instance, task) !== undefined,
    removeWork: (seq) => removeWork.run(seq).changes === 1,
    clearWork: (instance) => void clearWork.run(instance),
    nextWork: (seq, limit) => nextWork.all(seq, limit) as unknown as WorkRow[],
  }
}
