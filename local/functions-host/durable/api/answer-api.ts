import type { IncomingMessage, ServerResponse } from 'node:http'
import { readText } from '../../http/http-input.ts'
import type { Engine } from '../engine.ts'
import { type ApiAnswer, type ApiRequest, notFound, problem } from './api-call.ts'
import { changeInstance, raiseEvent } from './change-instance.ts'
import { listEntities, readEntity, signalEntity } from './entities.ts'
import { purgeInstance, purgeInstances } from './purge.ts'
import { listInstances, showInstance } from './show-instance.ts'
import { startOrchestration } from './start-orchestration.ts'

/** Answers one call of the HTTP API of Durable Functions. @param url what follows the prefix, with the query. */
export async function answerApi(engine: Engine, request: IncomingMessage, response: ServerResponse, url: string): Promise<void> {
  const [path = '', query = ''] = url.split('?')
  const isLocal = request.headers.host === process.env['WEBSITE_HOSTNAME'] || path.startsWith('/durabletask')
  const answer = await route(engine, {
    method: request.method ?? 'GET',
    segments: path
      .split('/')
      .filter((each) => each !== '')
      .map(decode),
    query: new URLSearchParams(query),
    headers: request.headers,
    body: await readText(request),
    origin: isLocal ? `http://${process.env['WEBSITE_HOSTNAME']}` : `http://${request.headers.host}`,
  })
  const text = answer.body === undefined ? '' : JSON.stringify(answer.body)
  const type = text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }
  response.writeHead(answer.status, { ...type, ...answer.headers, 'content-length': Buffer.byteLength(text) }).end(text)
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

async function route(engine: Engine, request: ApiRequest): Promise<ApiAnswer> {
  const { method, segments, query } = request
  const hub = query.get('taskHub')
  if (hub !== null && hub.toLowerCase() !== engine.hub.toLowerCase())
    return problem(404, `This host serves the task hub '${engine.hub}', not '${hub}'.`)
  const [area = '', first, second, third] = segments
  switch (`${method} ${area.toLowerCase()}`) {
    case 'POST orchestrators':
      return first === undefined ? notFound : startOrchestration(engine, request, first, second)
    case 'GET instances':
      return first === undefined ? listInstances(engine, request) : showInstance(engine, request, first)
    case 'DELETE instances':
      return first === undefined ? purgeInstances(engine, request) : purgeInstance(engine, first)
    case 'POST instances':
      if (first === undefined || second === undefined) return notFound
      return second.toLowerCase() === 'raiseevent'
        ? raiseEvent(engine, request, first, third)
        : changeInstance(engine, request, first, second.toLowerCase())
    case 'GET entities':
      return second === undefined ? listEntities(engine, request, first) : readEntity(engine, first!, segments.slice(2).join('/'))
    case 'POST entities':
    case 'DELETE entities': {
      const op = method === 'DELETE' ? 'delete' : (query.get('op') ?? '')
      return second === undefined ? notFound : signalEntity(engine, request, first!, segments.slice(2).join('/'), op)
    }
    default:
      return notFound
  }
}
