import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type Engine, unknownFunction } from '../engine.ts'
import { isEnded } from '../orchestration/is-ended.ts'
import { startInstance } from '../orchestration/start-instance.ts'
import { type ApiAnswer, type ApiRequest, jsonBody, problem } from './api-call.ts'
import { apiUrls } from './api-urls.ts'

const maxIdLength = 256

/** `POST orchestrators/{name}[/{id}]`; with `?timeout=` it waits so many seconds for the end. */
export async function startOrchestration(engine: Engine, request: ApiRequest, name: string, wantedId?: string): Promise<ApiAnswer> {
  const fn = engine.find('orchestration', name)
  if (fn === undefined) return problem(400, unknownFunction(engine, 'orchestration', name))
  const id = wantedId ?? randomUUID().replaceAll('-', '')
  const mistake = idMistake(id)
  if (mistake !== undefined) return problem(400, mistake)
  const input = jsonBody(request.body)
  if (input === undefined) return problem(400, 'The body must be JSON: it is the input of the orchestration.')
  const version = request.query.get('version')
  const isStarted = await engine.store.transaction('start', () => startInstance(engine, { id, name: fn.name, version, input }))
  if (!isStarted) return problem(409, `An instance with the id '${id}' exists already and has not ended.`)
  engine.wake()
  const timeout = Number(request.query.get('timeout') ?? 0)
  const ended = timeout > 0 ? await waitForEnd(engine, request, id, timeout) : undefined
  return ended ?? accepted(engine, request, id)
}

function accepted(engine: Engine, { origin }: ApiRequest, id: string): ApiAnswer {
  const body = apiUrls(engine, origin).managementUrls(id)
  return { status: 202, body, headers: { location: body['statusQueryGetUri']!, 'retry-after': '10' } }
}

async function waitForEnd(engine: Engine, { query }: ApiRequest, id: string, timeoutSeconds: number): Promise<ApiAnswer | undefined> {
  const pauseMilliseconds = Math.max(Number(query.get('pollingInterval') ?? 1), 0.05) * 1000
  const until = Date.now() + timeoutSeconds * 1000
  while (Date.now() < until && !engine.host.stopping.aborted) {
    await wait(Math.min(pauseMilliseconds, until - Date.now()))
    const row = engine.store.instances.get(id)
    if (row === undefined || !isEnded(row)) continue
    return { status: row.status === 'Failed' ? 500 : 200, body: JSON.parse(row.output ?? 'null') as unknown }
  }
  return undefined
}

/** Ids are parts of addresses, of storage keys and of `@name@key`, the ids of entities. */
function idMistake(id: string): string | undefined {
  if (id.length > maxIdLength) return `The instance id is ${id.length} characters long; at most ${maxIdLength} are allowed.`
  if (id.startsWith('@')) return `The instance id '${id}' begins with @: such ids are those of entities.`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are refused
  if (/[/\\#?\u0000-\u001f\u007f-\u009f]/.test(id))
    return `The instance id '${id}' has a character that is not allowed: / \\ # ? or a control character.`
  return undefined
}
