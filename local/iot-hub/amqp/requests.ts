import rhea, { type Connection, type Message, type Receiver, type Sender } from 'rhea'
import type { EventLog } from '../events/event-log.ts'
import type { Claims } from './claims.ts'

const { types } = rhea

// Type code of an AMQP array's elements (AMQP 1.0, part 1.6.20): string of up to 4 GB.
const stringCode = 0xb1

interface Answer {
  readonly status: number
  readonly description: string
  readonly body?: unknown
}

/** Answers `$cbs` put-token: only what is proven here opens links later. */
export function answerPutToken(claims: Claims, request: Message): Answer {
  if (request.application_properties?.['operation'] !== 'put-token') return { status: 501, description: 'Only put-token is served.' }
  try {
    claims.add(String(request.body))
    return { status: 200, description: 'OK' }
  } catch (error) {
    return { status: 401, description: (error as Error).message }
  }
}

/** Answers `$management` READ for the event hub and for one partition. Field names and types are what the clients of all languages cast to. */
export function answerManagement(events: EventLog, hubName: string, createdAt: number, request: Message): Answer {
  const { operation, type, name, partition } = request.application_properties ?? {}
  if (operation !== 'READ') return { status: 501, description: `Operation ${operation} is not served.` }
  const ids = events.partitions.map((_, index) => String(index))
  if (type === 'com.microsoft:eventhub')
    return {
      status: 200,
      description: 'OK',
      body: {
        name: name ?? hubName,
        type,
        created_at: types.wrap_timestamp(createdAt),
        partition_count: types.wrap_int(ids.length),
        partition_ids: types.wrap_array(ids, stringCode, undefined),
        georeplication_factor: types.wrap_int(1),
      },
    }
  const log = events.partitions[Number(partition)]
  if (type !== 'com.microsoft:partition' || log === undefined) return { status: 404, description: `There is no ${type} ${partition}.` }
  const state = log.state()
  return {
    status: 200,
    description: 'OK',
    body: {
      name: name ?? hubName,
      type,
      partition: String(partition),
      begin_sequence_number: types.wrap_long(state.firstSequence),
      last_enqueued_sequence_number: types.wrap_long(state.lastSequence),
      last_enqueued_offset: String(state.lastOffset ?? -1),
      last_enqueued_time_utc: types.wrap_timestamp(state.lastEnqueuedAt),
      is_partition_empty: state.isEmpty,
      partition_id: String(partition),
    },
  }
}

/** Sends the answer over the link that the requester opened for it: the one that it named, or the one beside its request. */
export function reply(connection: Connection, request: Message, from: Receiver, address: string, answer: Answer): void {
  const isForIt = (sender: Sender) => sender.source?.address === address
  const isNamed = (sender: Sender) => isForIt(sender) && sender.target?.address === request.reply_to
  const sender = connection.find_sender(isNamed) ?? from.session.find_sender(isForIt) ?? connection.find_sender(isForIt)
  sender?.send({
    ...(request.message_id === undefined ? {} : { correlation_id: request.message_id }),
    application_properties: {
      'status-code': types.wrap_int(answer.status),
      'status-description': answer.description,
      ...(answer.status === 200 ? {} : { 'error-condition': answer.status === 401 ? 'amqp:unauthorized-access' : 'amqp:not-found' }),
    },
    body: answer.body ?? '',
  })
}
