import type { MessageType } from '../../shared/domain/messages.ts'

/** What a stored record says beside the body of its message. */
export interface EnvelopeHeader {
  /** Application property `type`; undefined for a file that has no message of its own. */
  readonly type?: MessageType | undefined
  readonly traceparent: string
  /** A file to upload before the message is sent. */
  readonly upload?: Upload | undefined
}

export interface Upload {
  /** On the module's disk. */
  readonly file: string
  /** Within the folder of the upload identity. */
  readonly name: string
  readonly contentType: string
  readonly bytes: number
}

export interface Envelope {
  readonly header: EnvelopeHeader
  /** UTF-8 JSON exactly as it is sent, so that sending again sends the same bytes. */
  readonly body: Buffer
}

/** One line of JSON, then the body as it is. */
export function encodeEnvelope({ header, body }: Envelope): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body])
}

export function decodeEnvelope(record: Buffer): Envelope {
  const end = record.indexOf(0x0a)
  return { header: JSON.parse(record.toString('utf8', 0, end)), body: record.subarray(end + 1) }
}
