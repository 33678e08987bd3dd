import { randomUUID } from 'node:crypto'
import { type Engine, unknownFunction } from '../engine.ts'
import { type ApiAnswer, type ApiRequest, jsonBody, notFound, problem } from './api-call.ts'
import { wholeSeconds } from './show-instance.ts'

const defaultPageSize = 100
const tokenHeader = 'x-ms-continuation-token'
// In addresses, where a part cannot be empty.
const emptyKey = '$'

const entityId = (name: string, key: string) => `@${name.toLowerCase()}@${key === emptyKey ? '' : key}`

/** `GET entities/{name}/{key}`: the state. */
export function readEntity(engine: Engine, name: string, key: string): ApiAnswer {
  const row = engine.store.entities.get(entityId(name, key))
  return row?.doesExist ? { status: 200, body: JSON.parse(row.state ?? 'null') as unknown } : notFound
}

/** `GET entities/[{name}]`: pages by id. */
export function listEntities(engine: Engine, { query, headers }: ApiRequest, name: string | undefined): ApiAnswer {
  const size = Number(query.get('top') ?? defaultPageSize)
  if (!Number.isInteger(size) || size < 1) return problem(400, `top must be a whole number of at least 1, not ${query.get('top')}.`)
  const after = Buffer.from(String(headers[tokenHeader] ?? ''), 'base64url').toString()
  const rows = engine.store.entities.list(name === undefined ? '@' : `@${name.toLowerCase()}@`, after, size + 1)
  const page = rows.slice(0, size)
  const showState = query.get('fetchState')?.toLowerCase() === 'true'
  const last = rows.length > size ? page.at(-1) : undefined
  return {
    status: 200,
    body: page.map(({ id, state, updated }) => {
      const at = id.indexOf('@', 1)
      const entity = { entityId: { name: id.slice(1, at), key: id.slice(at + 1) }, lastOperationTime: wholeSeconds(updated) }
      return showState ? { ...entity, state: JSON.parse(state ?? 'null') as unknown } : entity
    }),
    ...(last && { headers: { [tokenHeader]: Buffer.from(last.id).toString('base64url') } }),
  }
}

/** `POST entities/{name}/{key}?op=`, or DELETE for the operation `delete`: the body is the input of the operation. */
export async function signalEntity(engine: Engine, { body }: ApiRequest, name: string, key: string, op: string): Promise<ApiAnswer> {
  if (engine.find('entity', name) === undefined) return problem(400, unknownFunction(engine, 'entity', name))
  const input = jsonBody(body)
  if (input === undefined) return problem(400, 'The body must be JSON: it is the input of the operation.')
  const message = {
    ...{ kind: 'operation', op, signal: true, id: randomUUID() },
    input: body.trim() === '' ? undefined : input,
  }
  await engine.store.transaction('signal', () => engine.store.queues.send(entityId(name, key), null, message))
  engine.wake()
  return { status: 202 }
}
