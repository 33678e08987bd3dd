import type { Engine } from '../engine.ts'
import { isEnded } from '../orchestration/is-ended.ts'
import { removeInstance } from '../orchestration/start-instance.ts'
import type { InstanceQuery, InstanceRow } from '../store/instance-rows.ts'
import { type ApiAnswer, type ApiRequest, notFound, problem } from './api-call.ts'
import { readFilter } from './read-filter.ts'

const batchSize = 200

/** `DELETE instances/{id}`: an instance that has ended, with its history. */
export function purgeInstance(engine: Engine, id: string): Promise<ApiAnswer> {
  return engine.store.transaction('purge', () => {
    const row = engine.store.instances.get(id)
    if (row === undefined) return notFound
    if (!isEnded(row)) return problem(409, `The instance '${id}' is ${row.status}: terminate it first.`)
    removeInstance(engine, row)
    return { status: 200, body: { instancesDeleted: 1 } }
  })
}

/** `DELETE instances/?createdTimeFrom=…`: all that have ended and fit. */
export async function purgeInstances(engine: Engine, { query }: ApiRequest): Promise<ApiAnswer> {
  if (!query.get('createdTimeFrom')) return problem(400, 'createdTimeFrom is required.')
  const filter = readFilter(query)
  if (typeof filter === 'string') return problem(400, filter)
  let instancesDeleted = 0
  let after: { created: number; id: string } | undefined
  for (;;) {
    const page = { ...filter, after, limit: batchSize }
    const rows = await engine.store.transaction('purge', () => purgePage(engine, page))
    instancesDeleted += rows.filter(isEnded).length
    after = rows.at(-1)
    if (after === undefined) break
  }
  return instancesDeleted === 0 ? notFound : { status: 200, body: { instancesDeleted } }
}

function purgePage(engine: Engine, page: InstanceQuery): InstanceRow[] {
  const rows = engine.store.instances.list(page)
  for (const row of rows.filter(isEnded)) removeInstance(engine, row)
  return rows
}
