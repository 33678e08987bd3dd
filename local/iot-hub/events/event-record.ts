import { crc32 } from 'node:zlib'

/** Where an event comes from, as the annotation `iothub-message-source` names it. The order is the stored number. */
export const eventSources = ['Telemetry', 'twinChangeEvents', 'deviceLifecycleEvents', 'deviceConnectionStateEvents'] as const
export type EventSource = (typeof eventSources)[number]

/** Who sent it: `device`, `module` (or nothing) and `generation`, one a line. Made once a connection. */
export type Sender = Buffer

export function encodeSender(device: string, module: string | undefined, generation: string): Sender {
  return Buffer.from(`${device}\n${module ?? ''}\n${generation}`)
}

export interface StoredEvent {
  /** Byte position in the partition's log, as Event Hubs counts offsets. */
  readonly offset: number
  /** Where the next event begins. */
  readonly nextOffset: number
  readonly sequence: number
  /** Milliseconds since 1970. */
  readonly enqueuedAt: number
  readonly source: EventSource
  readonly device: string
  readonly module: string | undefined
  readonly generation: string
  /** The property bag as it stood in the MQTT topic, still percent-encoded. */
  readonly properties: string
  readonly body: Buffer
}

// length of the rest (4) · crc32 of what follows (4) · sequence (6) · time (6) · source (1) · sender length (2) · properties length (2)
const prefixBytes = 8
const headerBytes = 25

/** The bag is kept as text: taking it apart costs more than storing it, and only the reader needs its parts. */
export function encodeEvent(
  sequence: number,
  enqueuedAt: number,
  source: EventSource,
  sender: Sender,
  properties: string,
  body: Buffer,
): Buffer {
  const propertyBytes = Buffer.byteLength(properties)
  const record = Buffer.allocUnsafe(headerBytes + sender.length + propertyBytes + body.length)
  record.writeUInt32BE(record.length - prefixBytes, 0)
  record.writeUIntBE(sequence, 8, 6)
  record.writeUIntBE(enqueuedAt, 14, 6)
  record[20] = eventSources.indexOf(source)
  record.writeUInt16BE(sender.length, 21)
  record.writeUInt16BE(propertyBytes, 23)
  sender.copy(record, headerBytes)
  record.write(properties, headerBytes + sender.length)
  body.copy(record, headerBytes + sender.length + propertyBytes)
  record.writeUInt32BE(crc32(record.subarray(prefixBytes)), 4)
  return record
}

/** Length of the whole record that begins at `at`, or undefined when the bytes end before its length is known. */
export function recordLength(bytes: Buffer, at: number): number | undefined {
  return at + prefixBytes > bytes.length ? undefined : bytes.readUInt32BE(at) + prefixBytes
}

/** What a search needs of a record, without taking the rest apart. */
export function peekEvent(bytes: Buffer, at: number): { sequence: number; enqueuedAt: number } {
  return { sequence: bytes.readUIntBE(at + 8, 6), enqueuedAt: bytes.readUIntBE(at + 14, 6) }
}

/** False for the torn end that a crash leaves behind. */
export function isWholeRecord(bytes: Buffer, at: number): boolean {
  const length = recordLength(bytes, at)
  if (length === undefined || length < headerBytes || at + length > bytes.length) return false
  return crc32(bytes.subarray(at + prefixBytes, at + length)) === bytes.readUInt32BE(at + 4)
}

export function decodeEvent(bytes: Buffer, at: number, offset: number): StoredEvent {
  const length = bytes.readUInt32BE(at) + prefixBytes
  const senderEnd = at + headerBytes + bytes.readUInt16BE(at + 21)
  const propertiesEnd = senderEnd + bytes.readUInt16BE(at + 23)
  const [device = '', module = '', generation = ''] = bytes.toString('utf8', at + headerBytes, senderEnd).split('\n')
  return {
    offset,
    nextOffset: offset + length,
    ...peekEvent(bytes, at),
    source: eventSources[bytes[at + 20] ?? 0] ?? 'Telemetry',
    device,
    module: module === '' ? undefined : module,
    generation,
    properties: bytes.toString('utf8', senderEnd, propertiesEnd),
    body: bytes.subarray(propertiesEnd, at + length),
  }
}
