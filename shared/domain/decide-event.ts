import { type CheckedMessage, checkMessage, type MessageOf } from './check-message.ts'
import type { Device } from './fleet.ts'
import { Instant } from './ids.ts'
import { type MessageType, maxMessageBytes, messageSchemaVersion, messageTypes, uploadIdentity } from './messages.ts'
import { parseJson } from './parse-json.ts'
import type { QuarantineReason } from './quarantine.ts'
import type { ReceivedEvent } from './received-event.ts'

/** A message that may be believed: from a device that we know, in a form that we know. */
export type AcceptedEvent = { [Type in MessageType]: AcceptedEventOf<Type> }[MessageType]

export interface AcceptedEventOf<Type extends MessageType> {
  readonly type: Type
  readonly message: MessageOf<Type>
  readonly device: Device
  readonly enqueuedAt: Instant
  readonly sentAt: Instant | undefined
  readonly traceparent: string | undefined
}

export type Decision =
  | { readonly kind: 'accepted'; readonly event: AcceptedEvent; readonly droppedFields: number }
  | { readonly kind: 'poison'; readonly reason: QuarantineReason; readonly detail: string }

/** By version of the message schema: makes a body of that version one of today's. */
export type SchemaUpgrades = Readonly<Record<string, (body: unknown) => unknown>>

export const knownSchemas: SchemaUpgrades = { [messageSchemaVersion]: (body) => body }

/**
 * Decides what an event is. Nothing that it says can make this throw.
 *
 * @param device The device of the hub's stamp, undefined where we do not know one of that name
 */
export function decideEvent(event: ReceivedEvent, device: Device | undefined, schemas = knownSchemas): Decision {
  if (event.device === undefined) return poison('device-unstamped', 'The message did not come through the hub.')
  if (device === undefined) return poison('device-unknown', `There is no device ${quote(event.device)}.`)
  if (event.body.length > maxMessageBytes) return poison('too-large', `${event.body.length} bytes, at most ${maxMessageBytes} are taken.`)
  const { type, schema, sentAt, traceparent } = event.properties
  if (!isMessageType(type)) return poison('type-unknown', `type is ${quote(type)}, known are ${messageTypes.join(', ')}.`)
  const upgrade = schema !== undefined && Object.hasOwn(schemas, schema) ? schemas[schema] : undefined
  if (upgrade === undefined) return poison('schema-unknown', `schema is ${quote(schema)}, known are ${Object.keys(schemas).join(', ')}.`)

  const parsed = parseJson(event.body)
  if (parsed.kind === 'refused') return poison(parsed.reason, parsed.detail)
  const checked = checkMessage(type, upgrade(parsed.value))
  if (checked.kind === 'refused') return poison('schema-invalid', checked.detail)
  const forgery = findForgery(checked, event.device)
  if (forgery !== undefined) return poison('device-spoofed', forgery)

  const accepted = {
    type,
    message: checked.message,
    device,
    enqueuedAt: event.enqueuedAt,
    sentAt: Instant.safeParse(sentAt).data,
    traceparent: isTraceParent(traceparent) ? traceparent : undefined,
  }
  // The schema that was asked for by the type has just been met.
  return { kind: 'accepted', event: accepted as AcceptedEvent, droppedFields: checked.droppedFields }
}

/** What the body claims against what the hub has checked. */
function findForgery({ message }: Extract<CheckedMessage, { kind: 'taken' }>, device: string): string | undefined {
  if (message.device !== device) return `${quote(device)} sent a message in the name of ${quote(message.device)}.`
  const uploads = ['blob' in message ? message.blob : undefined, 'snapshot' in message ? message.snapshot : undefined]
  const folder = `${uploadIdentity(device)}/`
  const foreign = uploads.find((path) => path !== undefined && !path.startsWith(folder))
  return foreign === undefined ? undefined : `${quote(device)} named an upload outside ${folder}`
}

function poison(reason: QuarantineReason, detail: string): Decision {
  return { kind: 'poison', reason, detail }
}

function isMessageType(type: string | undefined): type is MessageType {
  return (messageTypes as readonly (string | undefined)[]).includes(type)
}

function isTraceParent(text: string | undefined): boolean {
  return text !== undefined && /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(text)
}

/** Words of strangers, short and on one line. */
function quote(text: string | undefined): string {
  return text === undefined ? 'missing' : JSON.stringify(text.slice(0, 80))
}
