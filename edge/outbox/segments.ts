import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { decodeRecord } from './record.ts'

/** A file of records. Its name is the index of its first record, so that counting needs no reading. */
export interface Segment {
  readonly first: number
  readonly file: string
  bytes: number
}

const name = /^(\d{16})\.log$/

export function segmentFile(folder: string, first: number): string {
  return join(folder, `${String(first).padStart(16, '0')}.log`)
}

/** The lane's files, oldest first. */
export function listSegments(folder: string): Segment[] {
  return readdirSync(folder)
    .flatMap((entry) => {
      const first = name.exec(entry)?.[1]
      return first === undefined ? [] : [{ first: Number(first), file: join(folder, entry) }]
    })
    .sort((a, b) => a.first - b.first)
    .map((segment) => ({ ...segment, bytes: statSync(segment.file).size }))
}

/**
 * Looks through the newest file, the only one that a crash can have torn, and cuts off what follows its last
 * whole record. Says how many records stand (a damaged one between whole ones counts, its place is taken) and
 * whether something was cut.
 */
export function repairTail(segment: Segment): { records: number; isTorn: boolean } {
  const bytes = readFileSync(segment.file)
  let [records, end, places, position] = [0, 0, 0, 0]
  while (position < bytes.byteLength) {
    const next = decodeRecord(bytes, position)
    if (next.state === 'incomplete' || next.end === undefined) break
    places++
    position = next.end
    if (next.state === 'record') [records, end] = [places, position]
  }
  const isTorn = end < bytes.byteLength
  if (isTorn) truncateSync(segment.file, end)
  segment.bytes = end
  return { records, isTorn }
}

/** Makes the names of new files survive a power cut. Windows cannot open folders and does not need it. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
