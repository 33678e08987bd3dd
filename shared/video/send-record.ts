import { writevSync } from 'node:fs'
import { recordStart } from './records.ts'

const nothing = new Uint8Array()

/** Writes a record to the pipe and waits until the parent has taken it: that is what slows the decoder down to the parent's pace. */
export function sendRecord(head: object, bytes: Uint8Array = nothing): void {
  let parts: Uint8Array[] = [recordStart(head, bytes.length), bytes]
  while (parts.length > 0) {
    try {
      parts = after(parts, writevSync(1, parts))
    } catch (error) {
      // Some systems hand over the pipe in non-blocking mode.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      Atomics.wait(pause, 0, 0, 1)
    }
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4))

function after(parts: readonly Uint8Array[], written: number): Uint8Array[] {
  let rest = written
  const left: Uint8Array[] = []
  for (const part of parts) {
    const taken = Math.min(rest, part.length)
    rest -= taken
    if (taken < part.length) left.push(part.subarray(taken))
  }
  return left
}
