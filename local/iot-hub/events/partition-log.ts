import { mkdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { openAppendFile } from '../disk/append-file.ts'
import { decodeEvent, type EventSource, encodeEvent, peekEvent, recordLength, type Sender, type StoredEvent } from './event-record.ts'
import { dropExpired, findLogEnd, listSegments, type Segment, segmentAt } from './segments.ts'

/** Where a reader begins. `after` leaves the named event itself out. */
export type StartPosition =
  | { readonly kind: 'latest' }
  | { readonly kind: 'offset' | 'sequence' | 'enqueued'; readonly value: number; readonly after: boolean }

export interface PartitionState {
  readonly firstSequence: number
  /** -1 before the first event. */
  readonly lastSequence: number
  readonly lastOffset: number | undefined
  readonly lastEnqueuedAt: number
  readonly isEmpty: boolean
}

/** The ordered, durable events of one partition. */
export interface PartitionLog {
  /** `done` runs when the event is on the disk; only then may its sender be told. */
  append(source: EventSource, sender: Sender, properties: string, body: Buffer, done: (error: Error | null) => void): void
  /** Offset at which a reader that asks for this position begins. */
  seek(start: StartPosition): Promise<number>
  /** Up to `maxCount` events from an offset that `seek` or an earlier event's `nextOffset` gave. Empty at the end of the log. */
  read(offset: number, maxCount: number): Promise<StoredEvent[]>
  state(): PartitionState
  /** Calls back after each group of events that became readable; returns how to stop. */
  onAppended(listener: () => void): () => void
  /** Drops what is older than the retention. */
  expire(now: number): void
  close(): Promise<void>
}

const segmentBytes = 16 * 1024 * 1024
const readBytes = 256 * 1024

/** Opens the log in `folder`, or begins it. A torn end is cut off: nobody was told that it was stored. */
export function openPartitionLog(folder: string, retentionHours: number): PartitionLog {
  mkdirSync(folder, { recursive: true })
  let segments = listSegments(folder)
  const end = findLogEnd(segments)
  if (segments.length === 0) segments = [segmentAt(folder, 0, 0)]
  let newest = segments.at(-1) as Segment
  let file = openAppendFile(newest.path, end?.size)
  let durable = { nextSequence: end?.nextSequence ?? 0, lastOffset: end?.lastOffset, lastEnqueuedAt: end?.lastEnqueuedAt ?? 0 }
  let { nextSequence, lastEnqueuedAt } = durable
  let afterRoll: (() => void)[] | undefined
  const listeners = new Set<() => void>()
  let isAnnouncing = false

  const announce = () => {
    isAnnouncing = false
    for (const listener of listeners) listener()
  }

  const stored = (last: typeof durable) => {
    durable = last
    if (isAnnouncing || listeners.size === 0) return
    isAnnouncing = true
    setImmediate(announce)
  }

  // The next segment begins when this one is complete on disk: only the newest can ever be torn.
  const roll = async () => {
    await file.flushed().catch(() => {})
    await file.close()
    newest = segmentAt(folder, newest.baseOffset + file.durableSize, nextSequence)
    segments.push(newest)
    file = openAppendFile(newest.path)
    const waiting = afterRoll ?? []
    afterRoll = undefined
    for (const append of waiting) append()
  }

  const durableEnd = () => newest.baseOffset + file.durableSize

  const append: PartitionLog['append'] = (source, sender, properties, body, done) => {
    if (afterRoll === undefined && file.size >= segmentBytes) {
      afterRoll = []
      void roll()
    }
    if (afterRoll !== undefined) {
      afterRoll.push(() => append(source, sender, properties, body, done))
      return
    }
    const lastOffset = newest.baseOffset + file.size
    const sequence = nextSequence++
    // A clock that was set back must not make times run backwards within a partition.
    lastEnqueuedAt = Math.max(lastEnqueuedAt, Date.now())
    const last = { nextSequence, lastOffset, lastEnqueuedAt }
    file.append(encodeEvent(sequence, lastEnqueuedAt, source, sender, properties, body), (error) => {
      if (error === null) stored(last)
      else nextSequence = durable.nextSequence
      done(error)
    })
  }

  return {
    append,
    async seek(start) {
      if (start.kind === 'latest') return durableEnd()
      const segment = segmentBefore(segments, start)
      const isReached = (offset: number, event: { sequence: number; enqueuedAt: number }) => {
        const value = start.kind === 'offset' ? offset : start.kind === 'sequence' ? event.sequence : event.enqueuedAt
        return start.after ? value > start.value : value >= start.value
      }
      let offset = Math.max(segment.baseOffset, segments[0]?.baseOffset ?? 0)
      for (;;) {
        const block = await readBlock(segments, offset, durableEnd())
        const at = findRecord(block, offset, isReached)
        if (at !== undefined) return offset + at
        const length = wholeRecords(block)
        if (length === 0) return durableEnd()
        offset += length
      }
    },
    async read(offset, maxCount) {
      const from = Math.max(offset, segments[0]?.baseOffset ?? 0)
      const block = await readBlock(segments, from, durableEnd())
      const events: StoredEvent[] = []
      const length = wholeRecords(block)
      for (let at = 0; at < length && events.length < maxCount; at += recordLength(block, at) ?? length)
        events.push(decodeEvent(block, at, from + at))
      return events
    },
    state: () => ({
      firstSequence: segments[0]?.baseSequence ?? 0,
      lastSequence: durable.nextSequence - 1,
      lastOffset: durable.lastOffset,
      lastEnqueuedAt: durable.lastEnqueuedAt,
      isEmpty: durable.nextSequence === (segments[0]?.baseSequence ?? 0),
    }),
    onAppended(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    expire(now) {
      segments = dropExpired(segments, now - retentionHours * 3_600_000)
    },
    async close() {
      while (afterRoll !== undefined) await new Promise((resolve) => setImmediate(resolve))
      await file.close()
    },
  }
}

/** The last segment that begins before the position; time is not in the names, so a search by time begins at the oldest. */
function segmentBefore(segments: readonly Segment[], start: Exclude<StartPosition, { kind: 'latest' }>): Segment {
  const base = (segment: Segment) => (start.kind === 'offset' ? segment.baseOffset : segment.baseSequence)
  const found = start.kind === 'enqueued' ? undefined : segments.findLast((segment) => base(segment) <= start.value)
  return found ?? (segments[0] as Segment)
}

/** Bytes from `offset` on, at least one whole event of them if there is one before `end`. */
async function readBlock(segments: readonly Segment[], offset: number, end: number): Promise<Buffer> {
  const index = segments.findLastIndex((segment) => segment.baseOffset <= offset)
  const segment = segments[index]
  if (segment === undefined || offset >= end) return Buffer.alloc(0)
  const limit = Math.min(segments[index + 1]?.baseOffset ?? end, end) - offset
  const handle = await open(segment.path, 'r')
  try {
    const position = offset - segment.baseOffset
    const block = Buffer.allocUnsafe(Math.min(limit, readBytes))
    await handle.read(block, 0, block.length, position)
    const first = recordLength(block, 0) ?? 0
    if (first <= block.length) return block
    const whole = Buffer.allocUnsafe(Math.min(limit, first))
    await handle.read(whole, 0, whole.length, position)
    return whole
  } finally {
    await handle.close()
  }
}

function wholeRecords(block: Buffer): number {
  let at = 0
  for (;;) {
    const length = recordLength(block, at)
    if (length === undefined || at + length > block.length) return at
    at += length
  }
}

function findRecord(
  block: Buffer,
  offset: number,
  isReached: (offset: number, event: { sequence: number; enqueuedAt: number }) => boolean,
): number | undefined {
  const length = wholeRecords(block)
  for (let at = 0; at < length; at += recordLength(block, at) ?? length) if (isReached(offset + at, peekEvent(block, at))) return at
  return undefined
}
