import { crc32 } from './crc32.ts'

// On disk a record is: length of the payload (u32), CRC-32 of the payload (u32), payload; little endian.
const headerBytes = 8

/** Larger than any message that the hub takes. A length beyond it can only be damage. */
export const maxRecordBytes = 256 * 1024

export type Decoded =
  | { readonly state: 'record'; readonly payload: Buffer; readonly end: number }
  /** The bytes end before the record does: read more, or, at the end of the file, a torn tail. */
  | { readonly state: 'incomplete'; readonly neededBytes: number }
  /** `end` is where the next record begins if the length can be believed; undefined if it cannot. */
  | { readonly state: 'damaged'; readonly end: number | undefined }

export function recordBytes(payload: Uint8Array): number {
  return headerBytes + payload.byteLength
}

export function encodeRecord(payload: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(recordBytes(payload))
  bytes.writeUInt32LE(payload.byteLength, 0)
  bytes.writeUInt32LE(crc32(payload), 4)
  bytes.set(payload, headerBytes)
  return bytes
}

export function decodeRecord(bytes: Buffer, offset: number): Decoded {
  if (bytes.byteLength < offset + headerBytes) return { state: 'incomplete', neededBytes: headerBytes }
  const length = bytes.readUInt32LE(offset)
  // A power cut can leave zeros at the end of a file; zero bytes have the CRC zero and would pass as a record.
  if (length === 0 || length > maxRecordBytes) return { state: 'damaged', end: undefined }
  const end = offset + headerBytes + length
  if (bytes.byteLength < end) return { state: 'incomplete', neededBytes: end - offset }
  const payload = bytes.subarray(offset + headerBytes, end)
  if (crc32(payload) !== bytes.readUInt32LE(offset + 4)) return { state: 'damaged', end }
  return { state: 'record', payload, end }
}
