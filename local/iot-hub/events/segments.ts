import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isWholeRecord, peekEvent, recordLength } from './event-record.ts'

/** One file of a partition's log. Its name holds the offset and the sequence number of its first event. */
export interface Segment {
  readonly path: string
  readonly baseOffset: number
  readonly baseSequence: number
}

/** What the last segment tells about the end of the log. */
export interface LogEnd {
  readonly size: number
  readonly nextSequence: number
  readonly lastOffset: number | undefined
  readonly lastEnqueuedAt: number
}

const digits = (value: number) => String(value).padStart(16, '0')

export function segmentAt(folder: string, baseOffset: number, baseSequence: number): Segment {
  return { path: join(folder, `${digits(baseOffset)}-${digits(baseSequence)}.log`), baseOffset, baseSequence }
}

/** The partition's segments, oldest first. */
export function listSegments(folder: string): Segment[] {
  return readdirSync(folder)
    .map((name) => /^(\d{16})-(\d{16})\.log$/.exec(name))
    .filter((match) => match !== null)
    .map((match) => segmentAt(folder, Number(match[1]), Number(match[2])))
    .sort((a, b) => a.baseOffset - b.baseOffset)
}

/** The end of the log. Right after a new segment was begun it is empty, and the one before knows the last event. */
export function findLogEnd(segments: readonly Segment[]): LogEnd | undefined {
  const [newest, before] = [segments.at(-1), segments.at(-2)]
  if (newest === undefined) return undefined
  const end = findEnd(newest)
  if (end.lastOffset !== undefined || before === undefined) return end
  const { lastOffset, lastEnqueuedAt } = findEnd(before)
  return { ...end, lastOffset, lastEnqueuedAt }
}

/** Reads the newest segment through to its last whole event. A sealed segment was synced before the next one began, so only this one can be torn. */
function findEnd(segment: Segment): LogEnd {
  const bytes = readFileSync(segment.path)
  let at = 0
  let end: LogEnd = { size: 0, nextSequence: segment.baseSequence, lastOffset: undefined, lastEnqueuedAt: 0 }
  while (isWholeRecord(bytes, at)) {
    const { sequence, enqueuedAt } = peekEvent(bytes, at)
    const lastOffset = segment.baseOffset + at
    at += recordLength(bytes, at) ?? 0
    end = { size: at, nextSequence: sequence + 1, lastOffset, lastEnqueuedAt: enqueuedAt }
  }
  return end
}

/** Removes whole segments whose newest event is older than the retention. The newest segment always stays: it knows the next numbers. */
export function dropExpired(segments: Segment[], expiresBefore: number): Segment[] {
  const isExpired = (segment: Segment, index: number) => index < segments.length - 1 && statSync(segment.path).mtimeMs < expiresBefore
  const expired = segments.filter(isExpired)
  for (const segment of expired) rmSync(segment.path, { force: true })
  return segments.filter((segment) => !expired.includes(segment))
}
