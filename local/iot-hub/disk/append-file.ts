import { closeSync, fdatasync, ftruncateSync, openSync, write } from 'node:fs'

type Done = (error: Error | null) => void

/** A file that only grows. What was acknowledged is on the disk, not only in the kernel's memory. */
export interface AppendFile {
  /** Bytes in the file once everything that was handed over is written: where the next append begins. */
  readonly size: number
  /** Bytes that a reader may look at. */
  readonly durableSize: number
  /** `done` runs after the bytes are on the disk. What comes in meanwhile goes with the next write: one sync for all. */
  append(bytes: Buffer, done: Done): void
  /** Resolves when everything that was handed over before is on the disk, rejects when that failed. */
  flushed(): Promise<void>
  close(): Promise<void>
}

interface Group {
  readonly buffers: Buffer[]
  readonly waiting: Done[]
  bytes: number
}

const emptyGroup = (): Group => ({ buffers: [], waiting: [], bytes: 0 })

/** Opens or makes the file and cuts it to `validSize` when given: the torn end of a write that a crash interrupted. */
export function openAppendFile(path: string, validSize?: number): AppendFile {
  // Private to its owner: device keys lie in the hub's journal.
  const fd = openSync(path, validSize === undefined ? 'w' : 'r+', 0o600)
  let durableSize = validSize ?? 0
  ftruncateSync(fd, durableSize)
  let next = emptyGroup()
  let writing: Group | undefined
  const onIdle: (() => void)[] = []
  let isClosed = false

  const finish = (group: Group, error: Error | null) => {
    writing = undefined
    if (error === null) {
      durableSize += group.bytes
    } else {
      // A half-written group must not stay in the middle of the file; whoever waits behind it fails with it.
      ftruncateSync(fd, durableSize)
      group.waiting.push(...next.waiting)
      next = emptyGroup()
    }
    for (const done of group.waiting) done(error)
    if (next.waiting.length > 0) start()
    else for (const resolve of onIdle.splice(0)) resolve()
  }

  const start = () => {
    if (writing !== undefined) return
    const group = next
    next = emptyGroup()
    writing = group
    // One buffer: handing thousands of small ones to the kernel costs more than copying them.
    writeAll(fd, Buffer.concat(group.buffers, group.bytes), durableSize, (error) => {
      if (error) finish(group, error)
      else fdatasync(fd, (syncError) => finish(group, syncError))
    })
  }

  const file: AppendFile = {
    get size() {
      return durableSize + (writing?.bytes ?? 0) + next.bytes
    },
    get durableSize() {
      return durableSize
    },
    append(bytes, done) {
      if (isClosed) return done(new Error('The file is closed.'))
      next.buffers.push(bytes)
      next.waiting.push(done)
      next.bytes += bytes.length
      start()
    },
    flushed: () =>
      new Promise((resolve, reject) => {
        if (writing === undefined) resolve()
        else file.append(Buffer.alloc(0), (error) => (error === null ? resolve() : reject(error)))
      }),
    async close() {
      // What comes in while we wait is still written.
      while (writing !== undefined) await new Promise<void>((resolve) => onIdle.push(resolve))
      isClosed = true
      closeSync(fd)
    },
  }
  return file
}

/** The kernel may take fewer bytes than it was given. */
function writeAll(fd: number, bytes: Buffer, position: number, done: Done): void {
  write(fd, bytes, 0, bytes.length, position, (error, written) => {
    if (error) done(error)
    else if (written === bytes.length) done(null)
    else writeAll(fd, bytes.subarray(written), position + written, done)
  })
}
