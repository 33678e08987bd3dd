/**
 * What the decoding process sends through its pipe: a JSON head, which says what it is, and bytes.
 * Layout: length of the head (uint32 LE), length of the bytes (uint32 LE), head, bytes.
 */
export interface Record<Head> {
  readonly head: Head
  /** Memory of its own: it may be kept and handed over to a thread. */
  readonly bytes: Uint8Array
}

const prefixBytes = 8
const maxHeadBytes = 64 * 1024
const maxBytes = 256 * 1024 * 1024

export function recordStart(head: object, bytes: number): Buffer {
  const text = Buffer.from(JSON.stringify(head))
  const start = Buffer.allocUnsafe(prefixBytes + text.length)
  start.writeUInt32LE(text.length, 0)
  start.writeUInt32LE(bytes, 4)
  text.copy(start, prefixBytes)
  return start
}

/** Puts records together from the pieces that a pipe gives. Throws RangeError on lengths that no record of ours has. */
export function createRecordReader<Head>(onRecord: (record: Record<Head>) => void): (chunk: Uint8Array) => void {
  let start = Buffer.alloc(0)
  let head: Head | undefined
  let bytes: Uint8Array | undefined
  let filled = 0

  return (chunk) => {
    let rest = chunk
    while (rest.length > 0) {
      rest = bytes === undefined ? readStart(rest) : readBytes(bytes, rest)
      if (bytes === undefined || filled < bytes.length) continue
      const record = { head: head as Head, bytes }
      bytes = undefined
      onRecord(record)
    }
  }

  function readStart(chunk: Uint8Array): Uint8Array {
    const joined = start.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) : Buffer.concat([start, chunk])
    const headBytes = joined.length < prefixBytes ? Number.NaN : joined.readUInt32LE(0)
    const dataBytes = joined.length < prefixBytes ? 0 : joined.readUInt32LE(4)
    if (headBytes > maxHeadBytes || dataBytes > maxBytes) throw new RangeError('The decoding process sent something that is no record.')
    if (!(joined.length >= prefixBytes + headBytes)) {
      start = Buffer.from(joined)
      return new Uint8Array()
    }
    head = JSON.parse(joined.toString('utf8', prefixBytes, prefixBytes + headBytes))
    start = Buffer.alloc(0)
    bytes = new Uint8Array(dataBytes)
    filled = 0
    return joined.subarray(prefixBytes + headBytes)
  }

  function readBytes(target: Uint8Array, chunk: Uint8Array): Uint8Array {
    const taken = chunk.subarray(0, target.length - filled)
    target.set(taken, filled)
    filled += taken.length
    return chunk.subarray(taken.length)
  }
}
