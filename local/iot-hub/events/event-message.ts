import rhea, { type Message } from 'rhea'
import { decodeBag } from '../property-bag.ts'
import type { StoredEvent } from './event-record.ts'

const { types } = rhea

// System properties of an MQTT property bag, and where they go in an AMQP message.
const standardFields = new Map<string, keyof Message>([
  ['$.mid', 'message_id'],
  ['$.cid', 'correlation_id'],
  ['$.ct', 'content_type'],
  ['$.ce', 'content_encoding'],
])
const annotatedFields = new Map([
  ['$.ifid', 'dt-dataschema'],
  ['$.sub', 'dt-subject'],
  ['$.on', 'iothub-outputname'],
])

/**
 * The event as IoT Hub's built-in endpoint hands it out: what the device said as properties, what the hub vouches for as
 * annotations. The device id in the annotations is the one that was proven at the door.
 */
export function toAmqpMessage(event: StoredEvent): Message {
  const fields: Partial<Record<keyof Message, unknown>> = {}
  const application: Record<string, string> = {}
  const annotations: Record<string, unknown> = {
    'x-opt-sequence-number': types.wrap_long(event.sequence),
    'x-opt-offset': types.wrap_string(String(event.offset)),
    'x-opt-enqueued-time': types.wrap_timestamp(event.enqueuedAt),
    'iothub-enqueuedtime': types.wrap_timestamp(event.enqueuedAt),
    'iothub-message-source': event.source,
    'iothub-connection-device-id': event.device,
    ...(event.module === undefined ? {} : { 'iothub-connection-module-id': event.module }),
    ...(event.source === 'Telemetry' ? proofOf(event) : {}),
  }
  for (const [key, value] of decodeBag(event.properties)) {
    const field = standardFields.get(key)
    const annotation = annotatedFields.get(key)
    if (field !== undefined) fields[field] = value
    else if (key === '$.uid') fields.user_id = Buffer.from(value)
    else if (key === '$.exp') setTime(fields, value)
    else if (annotation !== undefined) annotations[annotation] = value
    else if (key !== '$.to') application[key] = value
  }
  if (event.source === 'Telemetry')
    fields.to = `/devices/${event.device}${event.module === undefined ? '' : `/modules/${event.module}`}/messages/events`
  return {
    ...fields,
    message_annotations: annotations,
    ...(Object.keys(application).length === 0 ? {} : { application_properties: application }),
    body: rhea.message.data_section(event.body),
  } as Message
}

/** What is no time is left out: one odd message must not stop a reader for good. */
function setTime(fields: Partial<Record<keyof Message, unknown>>, text: string): void {
  const time = Date.parse(text)
  if (!Number.isNaN(time)) fields.absolute_expiry_time = time
}

function proofOf({ module, generation }: StoredEvent): Record<string, unknown> {
  const scope = module === undefined ? 'device' : 'module'
  return {
    'iothub-connection-auth-method': JSON.stringify({ scope, type: 'sas', issuer: 'iothub', acceptingIpFilterRule: null }),
    'iothub-connection-auth-generation-id': generation,
  }
}
