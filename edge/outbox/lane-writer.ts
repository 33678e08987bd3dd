import { unlinkSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { crashPoint } from '../../shared/crash-point.ts'
import type { TakenRecord } from './lane.ts'
import { encodeRecord, recordBytes } from './record.ts'
import { type Segment, segmentFile, syncFolder } from './segments.ts'

/** What the operating system said, for example ENOSPC, EIO or EROFS. */
export interface DiskTrouble {
  readonly code: string
}

interface LaneWriterOptions {
  readonly folder: string
  readonly segmentBytes: number
  readonly retryMs: number
  /** The lane's own list; new files are added at its end. */
  readonly segments: Segment[]
  readonly nextIndex: number
  onStored(records: number): void
  onAvailable(): void
  onTrouble(trouble: DiskTrouble | undefined): void
}

export interface LaneWriter {
  /** Records that the disk has not taken, and the room that they will take. */
  readonly unstored: number
  readonly unstoredBytes: number
  /** One more than the index of the last record on disk. */
  readonly storedIndex: number
  append(payload: Buffer): { readonly index: number; readonly stored: Promise<boolean> }
  /** While the disk refuses to write, records can be sent from memory. */
  takeUnstored(): TakenRecord | undefined
  ackUnstored(index: number): void
  rewind(): void
  dropUnstored(): number
  forget(segment: Segment): void
  close(): Promise<void>
}

interface Entry {
  readonly index: number
  readonly payload: Buffer
  readonly settle: (isStored: boolean) => void
  isTaken: boolean
}

// Larger batches gain nothing and hold the acknowledgement of the first record back.
const batchBytes = 1024 * 1024

/**
 * Appends with group commit: what arrives while a write and its sync are under way goes with the next one, so the
 * rate does not depend on how slow the disk syncs and no timer holds a record back.
 */
export function createLaneWriter(options: LaneWriterOptions): LaneWriter {
  const { segments } = options
  let nextIndex = options.nextIndex
  let storedIndex = options.nextIndex
  let waiting: Entry[] = []
  let unstoredBytes = 0
  let active: { segment: Segment; handle: FileHandle } | undefined
  let trouble: DiskTrouble | undefined
  let committing: Promise<void> | undefined
  let isClosing = false
  let retryNow = () => {}

  async function commitAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = nextBatch()
      try {
        await write(batch)
        setTrouble(undefined)
      } catch (error) {
        await abandonActive()
        setTrouble({ code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN' })
        if (isClosing) return
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, options.retryMs)
          retryNow = () => {
            clearTimeout(timer)
            resolve()
          }
        })
        continue
      }
      leave(batch, true)
      options.onStored(batch.length)
      options.onAvailable()
    }
  }

  function startCommit(): void {
    committing ??= commitAll().finally(() => {
      committing = undefined
      if (waiting.length > 0 && !isClosing) startCommit()
    })
  }

  // Indexes within a file have no gaps, so a batch ends where a record was sent from memory or dropped.
  function nextBatch(): Entry[] {
    const batch: Entry[] = []
    let bytes = 0
    for (const entry of waiting) {
      const previous = batch.at(-1)
      if (previous !== undefined && (entry.index !== previous.index + 1 || bytes >= batchBytes)) break
      batch.push(entry)
      bytes += recordBytes(entry.payload)
    }
    return batch
  }

  async function write(batch: readonly Entry[]): Promise<void> {
    const { segment, handle } = await openFor(batch[0]!.index)
    const bytes = Buffer.concat(batch.map((entry) => encodeRecord(entry.payload)))
    crashPoint('outbox-append')
    for (let written = 0; written < bytes.byteLength; ) {
      written += (await handle.write(bytes, written, bytes.byteLength - written, segment.bytes + written)).bytesWritten
    }
    crashPoint('outbox-append-written')
    await handle.datasync()
    crashPoint('outbox-append-synced')
    // The file was evicted meanwhile: once more, into a new one.
    if (active?.segment !== segment) return write(batch)
    segment.bytes += bytes.byteLength
    storedIndex = batch.at(-1)!.index + 1
  }

  async function openFor(index: number): Promise<{ segment: Segment; handle: FileHandle }> {
    if (active !== undefined && index === storedIndex && active.segment.bytes < options.segmentBytes) return active
    await abandonActive()
    const last = segments.at(-1)
    if (last !== undefined && index === storedIndex && last.bytes < options.segmentBytes && trouble === undefined) {
      active = { segment: last, handle: await open(last.file, 'r+') }
      return active
    }
    const segment: Segment = { first: index, file: segmentFile(options.folder, index), bytes: 0 }
    active = { segment, handle: await open(segment.file, 'w', 0o600) }
    segments.push(segment)
    syncFolder(options.folder)
    return active
  }

  /**
   * After a failed write or sync nobody knows what the file holds behind the last record that was synced, and a
   * second sync may claim success for lost pages. So the next write goes to a new file.
   */
  async function abandonActive(): Promise<void> {
    if (active === undefined) return
    const { segment, handle } = active
    active = undefined
    await handle.truncate(segment.bytes).catch(() => {})
    await handle.close().catch(() => {})
    if (segment.bytes > 0 || segments.at(-1) !== segment) return
    segments.pop()
    unlinkQuietly(segment.file)
  }

  function setTrouble(next: DiskTrouble | undefined): void {
    if (trouble === undefined && next === undefined) return
    trouble = next
    options.onTrouble(next)
    options.onAvailable()
  }

  function leave(entries: readonly Entry[], isStored: boolean): void {
    const gone = new Set(entries)
    waiting = waiting.filter((entry) => !gone.has(entry))
    for (const entry of entries) {
      unstoredBytes -= recordBytes(entry.payload)
      entry.settle(isStored)
    }
  }

  return {
    get unstored() {
      return waiting.length
    },
    get unstoredBytes() {
      return unstoredBytes
    },
    get storedIndex() {
      return storedIndex
    },
    append(payload) {
      const index = nextIndex++
      if (isClosing) return { index, stored: Promise.resolve(false) }
      unstoredBytes += recordBytes(payload)
      const stored = new Promise<boolean>((settle) => {
        waiting.push({ index, payload, settle, isTaken: false })
      })
      startCommit()
      if (trouble !== undefined) options.onAvailable()
      return { index, stored }
    },
    takeUnstored() {
      const entry = trouble === undefined ? undefined : waiting.find((candidate) => !candidate.isTaken)
      if (entry === undefined) return undefined
      entry.isTaken = true
      return { index: entry.index, payload: entry.payload }
    },
    ackUnstored: (index) =>
      leave(
        waiting.filter((entry) => entry.index === index),
        false,
      ),
    rewind() {
      for (const entry of waiting) entry.isTaken = false
    },
    dropUnstored() {
      const dropped = waiting.filter((entry) => !entry.isTaken)
      leave(dropped, false)
      return dropped.length
    },
    forget(segment) {
      if (active?.segment !== segment) return
      const { handle } = active
      active = undefined
      // Waits by itself for the write under way.
      handle.close().catch(() => {})
    },
    async close() {
      isClosing = true
      retryNow()
      await committing
      leave(waiting, false)
      await abandonActive()
    },
  }
}

function unlinkQuietly(file: string): void {
  try {
    unlinkSync(file)
  } catch {
    // An empty file does no harm.
  }
}
