import { closeSync, openSync, readSync } from 'node:fs'
import type { Position } from './cursor.ts'
import { type Decoded, decodeRecord } from './record.ts'
import type { Segment } from './segments.ts'

const windowBytes = 64 * 1024

export interface LaneReader {
  readonly position: Position
  readonly damagedRecords: number
  /** The next record and the position behind it; undefined at the end. Throws what the disk throws. */
  next(): { readonly index: number; readonly payload: Buffer; readonly after: Position } | undefined
  moveTo(position: Position): void
  /** The file is about to be deleted. */
  forget(segment: Segment): void
  close(): void
}

/** Reads a lane's files in windows. `segments` is the lane's own list, which grows and shrinks meanwhile. */
export function createLaneReader(segments: readonly Segment[], start: Position): LaneReader {
  let position = start
  let damagedRecords = 0
  let opened: { segment: Segment; handle: number } | undefined
  let window: { segment: number; start: number; bytes: Buffer } = { segment: -1, start: 0, bytes: Buffer.alloc(0) }

  function currentSegment(): Segment | undefined {
    for (const [i, segment] of segments.entries()) {
      const following = segments[i + 1]?.first ?? Number.POSITIVE_INFINITY
      if (segment.first < position.segment) continue
      if (segment.first > position.segment) position = { index: segment.first, segment: segment.first, offset: 0 }
      // Bytes of a write that failed may follow: whatever the next file holds is read there.
      if (position.offset < segment.bytes && position.index < following) return segment
      if (segments[i + 1] === undefined) return undefined
      position = { index: following, segment: following, offset: 0 }
    }
    return undefined
  }

  function decode(segment: Segment): Decoded {
    const at = position.offset - window.start
    const isInside = window.segment === segment.first && at >= 0 && at < window.bytes.byteLength
    const decoded: Decoded = isInside ? decodeRecord(window.bytes, at) : { state: 'incomplete', neededBytes: 0 }
    const isAtEnd = isInside && window.start + window.bytes.byteLength >= segment.bytes
    if (decoded.state !== 'incomplete' || isAtEnd) return decoded
    window = { segment: segment.first, start: position.offset, bytes: read(segment, Math.max(windowBytes, decoded.neededBytes)) }
    const again = decodeRecord(window.bytes, 0)
    if (again.state !== 'incomplete' || again.neededBytes <= window.bytes.byteLength) return again
    if (position.offset + again.neededBytes > segment.bytes) return again
    window.bytes = read(segment, again.neededBytes)
    return decodeRecord(window.bytes, 0)
  }

  function read(segment: Segment, wantedBytes: number): Buffer {
    if (opened?.segment !== segment) {
      closeOpened()
      opened = { segment, handle: openSync(segment.file, 'r') }
    }
    const bytes = Buffer.allocUnsafe(Math.min(wantedBytes, segment.bytes - position.offset))
    return bytes.subarray(0, readSync(opened.handle, bytes, 0, bytes.byteLength, position.offset))
  }

  function closeOpened(): void {
    if (opened !== undefined) closeSync(opened.handle)
    opened = undefined
  }

  // Steps over what cannot be read: one record where its length can be believed, else the rest of the file.
  function skip(segment: Segment, end: number | undefined): void {
    damagedRecords++
    const index = position.index + 1
    position = { index, segment: segment.first, offset: end === undefined ? segment.bytes : window.start + end }
  }

  return {
    get position() {
      return position
    },
    get damagedRecords() {
      return damagedRecords
    },
    next() {
      for (let segment = currentSegment(); segment !== undefined; segment = currentSegment()) {
        const decoded = decode(segment)
        if (decoded.state === 'record') {
          const { index } = position
          position = { index: index + 1, segment: segment.first, offset: window.start + decoded.end }
          return { index, payload: decoded.payload, after: position }
        }
        skip(segment, decoded.state === 'damaged' ? decoded.end : undefined)
      }
      return undefined
    },
    moveTo(next) {
      position = next
    },
    forget(segment) {
      if (opened?.segment === segment) closeOpened()
    },
    close: closeOpened,
  }
}
