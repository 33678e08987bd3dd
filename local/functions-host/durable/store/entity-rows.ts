import type { DatabaseSync } from 'node:sqlite'

export interface EntityRow {
  /** `@name@key`, the name in lower case. */
  readonly id: string
  /** JSON. */
  state: string | null
  doesExist: 0 | 1
  updated: number
  /** The orchestration that holds its lock. */
  owner: string | null
  ownerExecution: string | null
}

export interface EntityRows {
  get(id: string): EntityRow | undefined
  put(row: EntityRow): void
  remove(id: string): void
  /** Existing ones whose id begins so, by id, after one. */
  list(idPrefix: string, after: string, limit: number): EntityRow[]
  ownedBy(owner: string): EntityRow[]
}

export function entityRows(database: DatabaseSync): EntityRows {
  const select = database.prepare('SELECT * FROM entities WHERE id = ?')
  const insert = database.prepare(
    'INSERT OR REPLACE INTO entities (id, state, doesExist, updated, owner, ownerExecution) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const remove = database.prepare('DELETE FROM entities WHERE id = ?')
  const page = database.prepare(
    'SELECT * FROM entities WHERE id > ?2 AND id >= ?1 AND id < ?1 || char(0x10ffff) AND doesExist = 1 ORDER BY id LIMIT ?3',
  )
  const owned = database.prepare('SELECT * FROM entities WHERE owner = ?')
  const rows = (found: unknown[]) => found as EntityRow[]
  return {
    get: (id) => select.get(id) as EntityRow | undefined,
    put: ({ id, state, doesExist, updated, owner, ownerExecution }) =>
      void insert.run(id, state, doesExist, updated, owner, ownerExecution),
    remove: (id) => void remove.run(id),
    list: (idPrefix, after, limit) => rows(page.all(idPrefix, after, limit)),
    ownedBy: (owner) => rows(owned.all(owner)),
  }
}
