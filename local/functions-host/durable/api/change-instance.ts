import { randomUUID } from 'node:crypto'
import type { Engine } from '../engine.ts'
import { arrived, type EventType, eventType } from '../history-events.ts'
import { isEnded } from '../orchestration/is-ended.ts'
import { rewindInstance } from '../orchestration/rewind-instance.ts'
import { startInstance } from '../orchestration/start-instance.ts'
import type { InstanceRow } from '../store/instance-rows.ts'
import { type ApiAnswer, type ApiRequest, jsonBody, notFound, problem } from './api-call.ts'
import { apiUrls } from './api-urls.ts'

const accepted: ApiAnswer = { status: 202 }
const gone: ApiAnswer = { status: 410 }

/** `POST instances/{id}/raiseEvent/{name}`. What is raised for an instance that has ended is dropped, and the answer says so. */
export async function raiseEvent(engine: Engine, { headers, body }: ApiRequest, id: string, name: string | undefined): Promise<ApiAnswer> {
  if (name === undefined) return notFound
  if (!/^application\/json\b/i.test(headers['content-type'] ?? ''))
    return problem(400, 'Only application/json request content is supported.')
  const Input = jsonBody(body)
  if (Input === undefined) return problem(400, 'The body must be JSON: it is what the event carries.')
  const answer = await engine.store.transaction('event', () => {
    const row = engine.store.instances.get(id)
    return row === undefined ? notFound : send(engine, row, eventType.eventRaised, { Name: name, Input })
  })
  engine.wake()
  return answer
}

/** `POST instances/{id}/{terminate | suspend | resume | rewind | restart}`. */
export async function changeInstance(engine: Engine, request: ApiRequest, id: string, change: string): Promise<ApiAnswer> {
  const answer = await engine.store.transaction('change', () => {
    const row = engine.store.instances.get(id)
    return row === undefined ? notFound : changeRow(engine, request, row, change)
  })
  engine.wake()
  return answer
}

function changeRow(engine: Engine, request: ApiRequest, row: InstanceRow, change: string): ApiAnswer {
  const reason = request.query.get('reason') ?? ''
  switch (change) {
    case 'terminate':
      return send(engine, row, eventType.executionTerminated, { Input: JSON.stringify(reason) })
    case 'suspend':
      if (row.status === 'Suspended') return problem(500, `The instance '${row.id}' is suspended already.`)
      return send(engine, row, eventType.executionSuspended, { Reason: reason })
    case 'resume':
      if (!isEnded(row) && !isSuspended(engine, row)) return problem(500, `The instance '${row.id}' is not suspended.`)
      return send(engine, row, eventType.executionResumed, { Reason: reason })
    case 'rewind':
      return rewind(engine, row)
    case 'restart':
      return restart(engine, request, row)
    default:
      return notFound
  }
}

/** Or is about to be: a message may be on its way. */
function isSuspended({ store }: Engine, { id, status }: InstanceRow): boolean {
  if (status === 'Suspended') return true
  return store.queues.inbox(id, -1).some(({ message }) => message.startsWith(`{"EventType":${eventType.executionSuspended},`))
}

function send({ store }: Engine, row: InstanceRow, type: EventType, fields: Record<string, string>): ApiAnswer {
  if (isEnded(row)) return gone
  store.queues.send(row.id, null, arrived(type, fields))
  return accepted
}

function rewind(engine: Engine, row: InstanceRow): ApiAnswer {
  if (row.status !== 'Failed')
    // The client shows the body of this answer as it is.
    return isEnded(row) ? gone : { status: 412, body: 'The rewind operation is only supported on failed orchestration instances.' }
  rewindInstance(engine, row)
  return accepted
}

/** Starts it anew with its name and input, under a new id unless `restartWithNewInstanceId=false`. */
function restart(engine: Engine, { query, origin }: ApiRequest, { id: oldId, name, version, input }: InstanceRow): ApiAnswer {
  const id = query.get('restartWithNewInstanceId')?.toLowerCase() === 'false' ? oldId : randomUUID().replaceAll('-', '')
  if (!startInstance(engine, { id, name, version, input })) return problem(409, `The instance '${id}' has not ended.`)
  const body = apiUrls(engine, origin).managementUrls(id)
  return { status: 202, body, headers: { location: body['statusQueryGetUri']! } }
}
