import type { TriggerCall } from '../../invocation/binding-types.ts'
import type { Outcome } from '../../invocation/host-context.ts'
import { type Engine, unknownFunction } from '../engine.ts'
import { arrived, eventType } from '../history-events.ts'
import { isEnded } from '../orchestration/is-ended.ts'
import type { EntityRow } from '../store/entity-rows.ts'
import { type EntityAnswer, failedResults, replyText } from './entity-answer.ts'
import { type EntityBatch, type LockRequest, type Operation, takeBatch } from './entity-messages.ts'

const maxMessagesRead = 1000
// The owner of a lock may stand behind any number that wait.
const all = -1

/** One step of an entity: locks and releases that are due, or a batch of operations. */
export async function runEntity(engine: Engine, id: string): Promise<void> {
  const { store } = engine
  const { row, batch } = next(engine, id)
  if (batch.kind === 'operations') return runOperations(engine, row, batch.operations)
  await store.transaction('lock', () => {
    // Looked at again, because messages may have come before the transaction began.
    const now = next(engine, id)
    if (now.batch.kind === 'release') release(engine, now.row, now.batch.seqs)
    if (now.batch.kind === 'lock') grantLock(engine, now.row, now.batch.request)
    store.queues.clearReady(id)
    // What is left waits for the owner of the lock; its release makes the entity ready again.
    if (now.batch.kind !== 'nothing' && store.queues.hasMessages(id)) store.queues.setReady(id)
  })
  engine.wake()
}

function next({ store, host }: Engine, id: string): { row: EntityRow; batch: EntityBatch } {
  const row = store.entities.get(id) ?? { id, state: null, doesExist: 0, updated: Date.now(), owner: null, ownerExecution: null }
  const { maxEntityOperationBatchSize } = host.settings.extensions.durableTask
  return { row, batch: takeBatch(store.queues.inbox(id, row.owner === null ? maxMessagesRead : all), row, maxEntityOperationBatchSize) }
}

function release({ store }: Engine, row: EntityRow, seqs: readonly number[]): void {
  for (const seq of seqs) store.queues.removeMessage(seq)
  keep(store, { ...row, owner: null, ownerExecution: null })
}

/** Locks the entity and hands the request on to the next one of its set, or tells the orchestration that it has all. */
function grantLock({ store }: Engine, row: EntityRow, { seq, id, parent, parentExecution, lockset, pos }: LockRequest): void {
  store.queues.removeMessage(seq)
  const owner = store.instances.get(parent)
  // Whoever asked is gone: it would never give the lock back.
  if (owner === undefined || owner.execution !== parentExecution || isEnded(owner)) return
  store.entities.put({ ...row, owner: parent, ownerExecution: parentExecution })
  const next = lockset[pos + 1]
  if (next !== undefined) store.queues.send(next, null, { kind: 'lock', id, parent, parentExecution, lockset, pos: pos + 1 })
  else store.queues.send(parent, parentExecution, arrived(eventType.eventRaised, { Name: id, Input: '{}' }))
}

async function runOperations(engine: Engine, row: EntityRow, operations: readonly Operation[]): Promise<void> {
  const { store, host } = engine
  const at = row.id.indexOf('@', 1)
  const self = { name: row.id.slice(1, at), key: row.id.slice(at + 1) }
  const fn = engine.find('entity', self.name)
  let answer: EntityAnswer
  if (fn === undefined) {
    host.log(`Entity ${row.id}: ${unknownFunction(engine, 'entity', self.name)}`)
    answer = failedResults(row, operations)
  } else {
    const data = entityData(row, self, operations)
    let result: unknown
    const call: TriggerCall = {
      data,
      metadata: {},
      bindingValues: {},
      onResult: (value) => {
        result = value
      },
    }
    const outcome: Outcome = await host.invoke(fn, call, `Entity ${row.id} has ${operations.length} operation(s).`)
    answer = outcome.isSuccess ? (result as EntityAnswer) : failedResults(row, operations)
  }
  await store.transaction('entity', () => recordOperations(engine, row, operations, answer))
  engine.wake()
}

function entityData(row: EntityRow, self: { name: string; key: string }, operations: readonly Operation[]) {
  const batch = operations.map(({ op, input, signal, id }) => ({ id, name: op, input: input ?? null, isSignal: signal }))
  return { json: JSON.stringify({ self, exists: row.doesExist === 1, state: row.state, batch }) }
}

function recordOperations({ store, find, host }: Engine, row: EntityRow, operations: readonly Operation[], answer: EntityAnswer): void {
  for (const [index, { seq, signal, parent, parentExecution, id, op }] of operations.entries()) {
    store.queues.removeMessage(seq)
    if (signal || parent === undefined) continue
    const Input = replyText(answer.results[index], op, row.id)
    store.queues.send(parent, parentExecution ?? null, arrived(eventType.eventRaised, { Name: id, Input }))
  }
  for (const { target, name, input } of answer.signals) {
    const to = `@${target.name.toLowerCase()}@${target.key}`
    if (find('entity', target.name) === undefined)
      host.log(`Entity ${row.id}: there is no entity function '${target.name}' for its signal.`)
    else store.queues.send(to, null, { kind: 'operation', op: name, signal: true, id: crypto.randomUUID(), input: input || undefined })
  }
  keep(store, { ...row, doesExist: answer.entityExists ? 1 : 0, state: answer.entityState ?? null, updated: Date.now() })
  store.queues.clearReady(row.id)
  if (store.queues.hasMessages(row.id)) store.queues.setReady(row.id)
}

/** An entity that does not exist and that nobody holds needs no row. */
function keep({ entities }: Engine['store'], row: EntityRow): void {
  if (row.doesExist === 0 && row.owner === null) entities.remove(row.id)
  else entities.put(row)
}
