import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { crc32 } from './crc32.ts'

/** Where the next record to be sent begins. `index` counts all records that the lane ever took. */
export interface Position {
  readonly index: number
  /** Index of the first record of the file. */
  readonly segment: number
  /** Byte offset in that file. */
  readonly offset: number
}

export interface CursorFile {
  readonly position: Position
  write(position: Position): void
  close(): void
}

const slotBytes = 40
const start: Position = { index: 0, segment: 0, offset: 0 }

/**
 * A lane's cursor, in two slots that are written in turn, so that a slot that a crash tore leaves the other one.
 * It is not synced: an older cursor after a power cut only sends some records again, with the same key.
 */
export function openCursor(file: string): CursorFile {
  const handle = open(file)
  const slots = [readSlot(handle, 0), readSlot(handle, 1)]
  const newest = (slots[0]?.turn ?? -1) > (slots[1]?.turn ?? -1) ? slots[0] : slots[1]
  let turn = newest?.turn ?? 0
  return {
    position: newest?.position ?? start,
    write: (position) => {
      turn++
      try {
        writeSync(handle, encodeSlot(turn, position), 0, slotBytes, (turn % 2) * slotBytes)
      } catch {
        // A disk that refuses leaves the older cursor: some records will be sent again, with the same keys.
      }
    },
    close: () => closeSync(handle),
  }
}

function open(file: string): number {
  try {
    return openSync(file, 'r+')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const handle = openSync(file, 'w+', 0o600)
    // Both slots take their room now: on a full disk the cursor must still move, or nothing could be deleted.
    writeSync(handle, Buffer.alloc(2 * slotBytes), 0, 2 * slotBytes, 0)
    return handle
  }
}

function encodeSlot(turn: number, position: Position): Buffer {
  const bytes = Buffer.alloc(slotBytes)
  const values = [turn, position.index, position.segment, position.offset]
  for (const [i, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), i * 8)
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 32)), 32)
  return bytes
}

function readSlot(handle: number, slot: number): { turn: number; position: Position } | undefined {
  const bytes = Buffer.alloc(slotBytes)
  if (readSync(handle, bytes, 0, slotBytes, slot * slotBytes) < slotBytes) return undefined
  // An empty slot is all zeros; the CRC of 32 zero bytes is not zero.
  if (bytes.readUInt32LE(32) !== crc32(bytes.subarray(0, 32))) return undefined
  const value = (i: number) => Number(bytes.readBigUInt64LE(i * 8))
  return { turn: value(0), position: { index: value(1), segment: value(2), offset: value(3) } }
}
