import { isUtf8 } from 'node:buffer'
import type { TypedData } from '../app/core-types.ts'

/** Bytes as a binding's `dataType` wants them: `binary` stays bytes; text otherwise, if the bytes are text. */
export function fromBytes(bytes: Buffer, dataType: unknown): TypedData {
  const wanted = String(dataType ?? '').toLowerCase()
  if (wanted === 'binary') return { bytes }
  return wanted === 'string' || isUtf8(bytes) ? { string: bytes.toString() } : { bytes }
}

/** What a function gave to an output, as the bytes that are stored. */
export function toBytes(value: TypedData): Buffer {
  if (value.bytes !== undefined) return Buffer.from(value.bytes)
  return Buffer.from(value.string ?? value.json ?? String(value.int ?? value.double ?? ''))
}

/** Dates as .NET writes them into JSON: with an offset, without needless zeros. */
export function netDate(date: Date): string {
  return date.toISOString().replace(/\.?0*Z$/, '+00:00')
}
