import type { Engine } from '../engine.ts'
import { isEnded } from '../orchestration/is-ended.ts'
import type { InstanceRow } from '../store/instance-rows.ts'
import { type ApiAnswer, type ApiRequest, notFound, problem } from './api-call.ts'
import { apiUrls } from './api-urls.ts'
import { describeHistory } from './describe-history.ts'
import { readFilter } from './read-filter.ts'

const defaultPageSize = 100
const tokenHeader = 'x-ms-continuation-token'

/** `GET instances/{id}`: 202 while it runs, 200 when it has ended. */
export function showInstance(engine: Engine, { query, origin }: ApiRequest, id: string): ApiAnswer {
  const row = engine.store.instances.get(id)
  if (row === undefined) return notFound
  const isOn = (name: string) => query.get(name)?.toLowerCase() === 'true'
  const showHistory = isOn('showHistory')
  const body = {
    ...describe(row, query.get('showInput')?.toLowerCase() !== 'false'),
    historyEvents: showHistory ? describeHistory(engine.store.history.texts(id), isOn('showHistoryOutput')) : null,
  }
  if (!isEnded(row)) {
    const location = apiUrls(engine, origin).managementUrls(id)['statusQueryGetUri']!
    return { status: 202, body, headers: { location, 'retry-after': '5' } }
  }
  return { status: row.status === 'Failed' && isOn('returnInternalServerErrorOnFailure') ? 500 : 200, body }
}

/** `GET instances/`: pages in the order of creation; the token for the next page goes in a header and comes back in it. */
export function listInstances(engine: Engine, { query, headers }: ApiRequest): ApiAnswer {
  const filter = readFilter(query)
  if (typeof filter === 'string') return problem(400, filter)
  const token = headers[tokenHeader]
  const after = typeof token === 'string' && token !== '' ? readToken(token) : undefined
  if (after === null) return problem(400, `The header ${tokenHeader} holds no token of ours.`)
  const size = Number(query.get('top') ?? defaultPageSize)
  if (!Number.isInteger(size) || size < 1) return problem(400, `top must be a whole number of at least 1, not ${query.get('top')}.`)
  const rows = engine.store.instances.list({ ...filter, after, limit: size + 1 })
  const page = rows.slice(0, size)
  const showInput = query.get('showInput')?.toLowerCase() !== 'false'
  const last = rows.length > size ? page.at(-1) : undefined
  return {
    status: 200,
    body: page.map((row) => describe(row, showInput)),
    ...(last && { headers: { [tokenHeader]: writeToken(last) } }),
  }
}

function describe(row: InstanceRow, showInput: boolean): Record<string, unknown> {
  return {
    name: row.name,
    instanceId: row.id,
    runtimeStatus: row.status,
    input: showInput ? JSON.parse(row.input) : null,
    customStatus: JSON.parse(row.customStatus ?? 'null'),
    output: JSON.parse(row.output ?? 'null'),
    createdTime: wholeSeconds(row.created),
    lastUpdatedTime: wholeSeconds(row.updated),
  }
}

/** As Azure's extension writes times: to the second. */
export const wholeSeconds = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`

const writeToken = ({ created, id }: InstanceRow) => Buffer.from(JSON.stringify([created, id])).toString('base64url')

function readToken(token: string): { created: number; id: string } | null {
  try {
    const [created, id] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [number, string]
    return { created, id }
  } catch {
    return null
  }
}
