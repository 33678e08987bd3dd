import type { AuditEntry, AuditFact } from '../domain/audit.ts'
import type { Id } from '../domain/ids.ts'
import type { Person } from '../domain/person.ts'

export interface AuditLog {
  /** Hangs the fact on the chain of the site. */
  append(site: Id, fact: AuditFact): Promise<void>
  /** Entries with `seq` from `from` on, in order. `before` is the entry that the first of them hangs on. */
  read(query: { site: Id; from: number; limit: number }): Promise<{ entries: readonly AuditEntry[]; before: AuditEntry | undefined }>
  /** The end of the chain as its writers know it; undefined where nothing was ever written. */
  newest(site: Id): Promise<AuditEntry | undefined>
}

/** Which sites a person covers; roles come from the identity provider. */
export interface PersonStore {
  find(id: string): Promise<Person | undefined>
  list(): Promise<readonly Person[]>
  save(person: Person): Promise<void>
}
