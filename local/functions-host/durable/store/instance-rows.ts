import type { DatabaseSync } from 'node:sqlite'

export type RuntimeStatus = 'Pending' | 'Running' | 'Suspended' | 'Completed' | 'Failed' | 'Terminated' | 'Canceled'

export interface InstanceRow {
  readonly id: string
  readonly name: string
  readonly version: string | null
  /** New with every continue-as-new: what an earlier execution asked for is no longer wanted. */
  execution: string
  status: RuntimeStatus
  /** JSON, as are output and custom status. */
  input: string
  output: string | null
  customStatus: string | null
  /** Milliseconds since 1970, as are the next two. */
  readonly created: number
  updated: number
  /** The orchestration's own clock: that of its latest step. */
  now: number
  readonly parent: string | null
  readonly parentExecution: string | null
  readonly parentTask: number | null
  /** How often it has continued as new. */
  generation: number
  /** How many events its history has. */
  events: number
  /** JSON of `Plan`. */
  plan: string
}

export interface InstanceQuery {
  readonly createdFrom: number
  readonly createdTo: number
  /** Empty = any. */
  readonly statuses: readonly string[]
  readonly idPrefix: string
  /** The last one of the page before. */
  readonly after: { readonly created: number; readonly id: string } | undefined
  readonly limit: number
}

export interface InstanceRows {
  get(id: string): InstanceRow | undefined
  /** Inserts or replaces. */
  put(row: InstanceRow): void
  remove(id: string): void
  /** By time of creation, oldest first. */
  list(query: InstanceQuery): InstanceRow[]
  children(parent: string): InstanceRow[]
}

const columns = [
  ...['id', 'name', 'version', 'execution', 'status', 'input', 'output', 'customStatus', 'created', 'updated', 'now'],
  ...['parent', 'parentExecution', 'parentTask', 'generation', 'events', 'plan'],
] as const

export function instanceRows(database: DatabaseSync): InstanceRows {
  const select = database.prepare('SELECT * FROM instances WHERE id = ?')
  const insert = database.prepare(`INSERT OR REPLACE INTO instances (${columns}) VALUES (${columns.map(() => '?')})`)
  const remove = database.prepare('DELETE FROM instances WHERE id = ?')
  const page = database.prepare(`SELECT * FROM instances
    WHERE (created, id) > (?1, ?2) AND created BETWEEN ?3 AND ?4 AND (?5 = '[]' OR status IN (SELECT value FROM json_each(?5)))
      AND substr(id, 1, length(?6)) = ?6 ORDER BY created, id LIMIT ?7`)
  database.exec('CREATE INDEX IF NOT EXISTS instances_by_parent ON instances (parent) WHERE parent IS NOT NULL')
  const children = database.prepare('SELECT * FROM instances WHERE parent = ?')
  const rows = (found: unknown[]) => found as InstanceRow[]
  return {
    get: (id) => select.get(id) as InstanceRow | undefined,
    put: (row) => void insert.run(...columns.map((name) => row[name])),
    remove: (id) => void remove.run(id),
    list: ({ after, createdFrom, createdTo, statuses, idPrefix, limit }) =>
      rows(page.all(after?.created ?? -1, after?.id ?? '', createdFrom, createdTo, JSON.stringify(statuses), idPrefix, limit)),
    children: (parent) => rows(children.all(parent)),
  }
}
