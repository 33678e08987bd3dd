import type { ReceivedEventData } from '@azure/event-hubs'
import type { TypedData } from '../app/core-types.ts'
import { netDate } from '../bindings/typed-data.ts'

// The AMQP names under which Azure hands over the standard properties; the SDK for JavaScript has names of its own.
const amqpNames: Record<string, string> = {
  messageId: 'message-id',
  userId: 'user-id',
  to: 'to',
  subject: 'subject',
  replyTo: 'reply-to',
  correlationId: 'correlation-id',
  contentType: 'content-type',
  contentEncoding: 'content-encoding',
  absoluteExpiryTime: 'absolute-expiry-time',
  creationTime: 'creation-time',
  groupId: 'group-id',
  groupSequence: 'group-sequence',
  replyToGroupId: 'reply-to-group-id',
}

/** The bytes of an event. A body that is no bytes but an AMQP value comes as JSON. */
export function eventBytes({ body }: ReceivedEventData): Buffer {
  if (Buffer.isBuffer(body)) return body
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? null))
}

/** Metadata of a batch: one list a fact, with an element an event. Field by field as Azure's extension 6 sends it. */
export function batchMetadata(events: readonly ReceivedEventData[], partition: TypedData): Record<string, () => TypedData> {
  const texts = (values: (string | null | undefined)[]) => ({ collectionString: { string: values.filter((text) => !!text) as string[] } })
  const offsets = () => texts(events.map(({ offset }) => offset))
  return {
    // Events without a key are left out of the list, so that it may be shorter than the batch.
    PartitionKeyArray: () => texts(events.map(({ partitionKey }) => partitionKey)),
    OffsetArray: offsets,
    OffsetStringArray: offsets,
    SequenceNumberArray: () => ({ json: JSON.stringify(events.map(({ sequenceNumber }) => sequenceNumber)) }),
    EnqueuedTimeUtcArray: () => ({ json: JSON.stringify(events.map(({ enqueuedTimeUtc }) => zonelessDate(enqueuedTimeUtc))) }),
    PropertiesArray: () => ({ json: toJson(events.map(({ properties }) => properties ?? {})) }),
    SystemPropertiesArray: () => ({ json: toJson(events.map(systemProperties)) }),
    TriggerPartitionContext: () => partition,
    PartitionContext: () => partition,
  }
}

export function eventMetadata(event: ReceivedEventData): Record<string, TypedData> {
  return {
    ...(event.partitionKey && { PartitionKey: { string: event.partitionKey } }),
    Offset: { string: event.offset },
    OffsetString: { string: event.offset },
    SequenceNumber: { json: String(event.sequenceNumber) },
    EnqueuedTimeUtc: { json: JSON.stringify(zonelessDate(event.enqueuedTimeUtc)) },
    Properties: { json: toJson(event.properties ?? {}) },
    SystemProperties: { json: toJson(systemProperties(event)) },
  }
}

function systemProperties(event: ReceivedEventData): Record<string, unknown> {
  const properties: Record<string, unknown> = {
    'x-opt-sequence-number': event.sequenceNumber,
    'x-opt-offset': event.offset,
    'x-opt-enqueued-time': netDate(event.enqueuedTimeUtc),
  }
  if (event.partitionKey) properties['x-opt-partition-key'] = event.partitionKey
  for (const [name, value] of Object.entries(event.systemProperties ?? {})) {
    // An AMQP timestamp, which the SDK has made a number; .NET writes a date.
    properties[amqpNames[name] ?? name] =
      name === 'iothub-enqueuedtime' && typeof value === 'number' ? new Date(value).toISOString() : value
  }
  return Object.assign(properties, {
    SequenceNumber: event.sequenceNumber,
    Offset: /^-?\d+$/.test(event.offset) ? Number(event.offset) : -1,
    OffsetString: event.offset,
    PartitionKey: event.partitionKey ?? null,
    EnqueuedTimeUtc: zonelessDate(event.enqueuedTimeUtc),
  })
}

/** UTC, but .NET loses that on the way: the text has no `Z`. Who parses it must say that it is UTC. */
function zonelessDate(date: Date): string {
  return netDate(date).replace('+00:00', '')
}

function toJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    item instanceof Uint8Array ? Buffer.from(item).toString('base64') : typeof item === 'bigint' ? Number(item) : item,
  )
}
