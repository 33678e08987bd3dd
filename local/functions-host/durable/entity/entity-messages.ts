import type { EntityRow } from '../store/entity-rows.ts'
import type { InboxRow } from '../store/queue-rows.ts'

export interface Operation {
  readonly kind: 'operation'
  readonly seq: number
  readonly id: string
  readonly op: string
  readonly signal: boolean
  /** JSON */
  readonly input?: string
  readonly parent?: string
  readonly parentExecution?: string
}

export interface LockRequest {
  readonly kind: 'lock'
  readonly seq: number
  readonly id: string
  readonly parent: string
  readonly parentExecution: string
  /** Ids of all entities to be locked, sorted; this one stands at `pos`. */
  readonly lockset: readonly string[]
  readonly pos: number
}

export interface Release {
  readonly kind: 'release'
  readonly seq: number
  readonly owner: string
}

export type EntityMessage = Operation | LockRequest | Release

export type EntityBatch =
  | { readonly kind: 'operations'; readonly operations: readonly Operation[] }
  | { readonly kind: 'lock'; readonly request: LockRequest }
  | { readonly kind: 'release'; readonly seqs: readonly number[] }
  | { readonly kind: 'nothing' }

/**
 * What an entity does next. While it is locked it serves its owner alone, in the owner's order; everybody else waits in
 * the order of arrival.
 */
export function takeBatch(inbox: readonly InboxRow[], row: EntityRow, maxOperations: number): EntityBatch {
  const messages = inbox.map(({ seq, message }) => ({ ...(JSON.parse(message) as EntityMessage), seq }))
  const useless = messages.filter((each) => each.kind === 'release' && each.owner !== row.owner).map(({ seq }) => seq)
  const due = messages.filter((each) => isDue(each, row))
  const [first] = due
  if (first?.kind === 'release') return { kind: 'release', seqs: [...useless, first.seq] }
  if (first?.kind === 'lock') return { kind: 'lock', request: first }
  const end = due.findIndex(({ kind }) => kind !== 'operation')
  const operations = (end === -1 ? due : due.slice(0, end)).filter((each) => each.kind === 'operation')
  return operations.length === 0 ? { kind: 'nothing' } : { kind: 'operations', operations: operations.slice(0, maxOperations) }
}

function isDue(message: EntityMessage, { owner }: EntityRow): boolean {
  if (message.kind === 'release') return message.owner === owner
  if (owner === null) return true
  return message.kind === 'operation' && message.parent === owner
}
