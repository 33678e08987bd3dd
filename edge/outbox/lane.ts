import { mkdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { crashPoint } from '../../shared/crash-point.ts'
import { openCursor, type Position } from './cursor.ts'
import { createLaneReader } from './lane-reader.ts'
import { createLaneWriter, type DiskTrouble } from './lane-writer.ts'
import { listSegments, repairTail, type Segment } from './segments.ts'

export interface LaneOptions {
  readonly folder: string
  /** A new file is begun when the last one has this many bytes. Files are deleted as a whole. */
  readonly segmentBytes: number
  /** How long to wait before a failed write is tried again. */
  readonly retryMs: number
  /** Records that may be taken, those that came from disk as well as new ones. */
  onAvailable(): void
  /** The disk refused a write (said at each attempt), or, with undefined, takes again (said once). */
  onTrouble(trouble: DiskTrouble | undefined): void
}

/** A record that was taken to be sent. Acknowledge it, or give everything back with `rewind`. */
export interface TakenRecord {
  readonly index: number
  readonly payload: Buffer
}

/** A queue on disk: records come out in the order in which they went in, and are kept until acknowledged. */
export interface Lane {
  /** Bytes on disk and on their way there, acknowledged records at the front of the oldest file included. */
  readonly bytes: number
  /** Records that wait: not yet taken, or taken and not yet acknowledged. */
  readonly depth: number
  /** Records that the disk has not taken yet. */
  readonly unstored: number
  /** Index of the oldest record that may still lie here. */
  readonly firstIndex: number
  /** Records that were unreadable: torn by a crash or damaged on disk. */
  readonly damagedRecords: number
  /**
   * Resolves with true when the record is on disk (synced), with false if it was given up: sent or dropped
   * before the disk took it. The index comes at once.
   */
  append(payload: Buffer): { readonly index: number; readonly stored: Promise<boolean> }
  take(): TakenRecord | undefined
  ack(index: number): void
  /** Gives back all that was taken and not acknowledged: it will be taken again, in order. */
  rewind(): void
  /** Deletes the oldest file and says how many waiting records went with it; undefined if there is no file. */
  evictOldestSegment(): number | undefined
  /** Drops what the disk has not taken yet, and says how many. For lanes that may lose records. */
  dropUnstored(): number
  /** Waits for the records under way to be on disk. */
  close(): Promise<void>
}

interface Taken {
  readonly index: number
  readonly after: Position
  isAcked: boolean
}

/**
 * Opens the lane that lies in `folder`. Reads only the newest file, so a restart takes the same time whatever waits.
 */
export function openLane(options: LaneOptions): Lane {
  mkdirSync(options.folder, { recursive: true })
  const segments = listSegments(options.folder)
  const cursorFile = openCursor(join(options.folder, 'cursor'))
  let damagedRecords = 0
  let nextIndex = cursorFile.position.index
  const tail = segments.at(-1)
  if (tail !== undefined) {
    const { records, isTorn } = repairTail(tail)
    nextIndex = Math.max(nextIndex, tail.first + records)
    if (isTorn) damagedRecords++
  }
  let cursor = firstPosition(cursorFile.position, segments, nextIndex)
  const reader = createLaneReader(segments, cursor)
  // After a restart this counts the gaps too that records sent from memory left; the end of the queue puts it right.
  let waiting = nextIndex - cursor.index
  const writer = createLaneWriter({
    ...options,
    segments,
    nextIndex,
    onStored: (records) => {
      waiting += records
    },
  })
  // In the order in which they were taken; acknowledgements may come in any order.
  let taken: Taken[] = []

  function moveCursor(): void {
    let last: Position | undefined
    while (taken[0]?.isAcked) {
      last = taken.shift()?.after
      waiting--
    }
    if (last === undefined) return
    cursor = last
    crashPoint('outbox-ack')
    cursorFile.write(cursor)
    compact()
  }

  // Whole files whose records have all been acknowledged go; the newest stays, it is being written.
  function compact(): void {
    while (segments.length > 1 && segments[1] !== undefined && segments[1].first <= cursor.index) {
      crashPoint('outbox-compact')
      remove(segments.shift()!)
    }
  }

  function remove(segment: Segment): void {
    reader.forget(segment)
    writer.forget(segment)
    try {
      unlinkSync(segment.file)
    } catch {
      // On a disk that turned read-only the file stays; the next start finds it and sends it again, with the same keys.
    }
  }

  compact()
  return {
    get bytes() {
      return segments.reduce((sum, segment) => sum + segment.bytes, writer.unstoredBytes)
    },
    get depth() {
      return waiting - taken.filter((record) => record.isAcked).length + writer.unstored
    },
    get unstored() {
      return writer.unstored
    },
    get firstIndex() {
      return segments[0]?.first ?? writer.storedIndex
    },
    get damagedRecords() {
      return damagedRecords + reader.damagedRecords
    },
    append: (payload) => writer.append(payload),
    take() {
      const next = reader.next()
      if (next !== undefined) {
        taken.push({ index: next.index, after: next.after, isAcked: false })
        return { index: next.index, payload: next.payload }
      }
      if (taken.length === 0) waiting = 0
      // A full disk must not keep an incident from people while the network works.
      return writer.takeUnstored()
    },
    ack(index) {
      const record = taken.find((candidate) => candidate.index === index)
      if (record === undefined) return writer.ackUnstored(index)
      record.isAcked = true
      moveCursor()
    },
    rewind() {
      taken = []
      reader.moveTo(cursor)
      writer.rewind()
    },
    evictOldestSegment() {
      const oldest = segments.shift()
      if (oldest === undefined) return undefined
      const end = segments[0]?.first ?? writer.storedIndex
      const acked = taken.filter((record) => record.isAcked && record.index < end).length
      const left = Math.max(0, end - Math.max(oldest.first, cursor.index))
      taken = taken.filter((record) => record.index >= end)
      waiting = Math.max(0, waiting - left)
      if (cursor.index < end) cursor = { index: end, segment: segments[0]?.first ?? end, offset: 0 }
      crashPoint('outbox-evict')
      cursorFile.write(cursor)
      remove(oldest)
      if (reader.position.index < end) reader.moveTo(cursor)
      return left - acked
    },
    dropUnstored: () => writer.dropUnstored(),
    async close() {
      await writer.close()
      reader.close()
      cursorFile.close()
    },
  }
}

/** Where to go on reading: the cursor, unless its file is gone (then all its records are) or never was. */
function firstPosition(stored: Position, segments: readonly Segment[], nextIndex: number): Position {
  const own = segments.find((segment) => segment.first === stored.segment)
  if (own !== undefined && stored.offset <= own.bytes) return stored
  const next = segments.find((segment) => segment.first >= stored.index)
  return next === undefined ? { index: nextIndex, segment: nextIndex, offset: 0 } : { index: next.first, segment: next.first, offset: 0 }
}
