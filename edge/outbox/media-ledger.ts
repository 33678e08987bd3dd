import { unlinkSync } from 'node:fs'

interface Entry {
  readonly index: number
  readonly file: string
  readonly bytes: number
}

/** Which files wait for their upload, oldest first, and how much room they take. */
export interface MediaLedger {
  readonly bytes: number
  add(entry: Entry): void
  /** Deletes the file of a record that is done. */
  settle(index: number): void
  /** Deletes the oldest file; false if there is none. */
  evictOldest(): boolean
  /** Deletes the files of all records before this one, and says how many. */
  evictBefore(index: number): number
  files(): Iterable<string>
}

export function createMediaLedger(): MediaLedger {
  const entries = new Map<number, Entry>()
  let bytes = 0

  function remove(entry: Entry): void {
    entries.delete(entry.index)
    bytes -= entry.bytes
    try {
      unlinkSync(entry.file)
    } catch {
      // Gone already, or the disk is read-only: then the sweep at the next start deletes it.
    }
  }

  return {
    get bytes() {
      return bytes
    },
    add(entry) {
      entries.set(entry.index, entry)
      bytes += entry.bytes
    },
    settle(index) {
      const entry = entries.get(index)
      if (entry !== undefined) remove(entry)
    },
    evictOldest() {
      const [oldest] = entries.values()
      if (oldest !== undefined) remove(oldest)
      return oldest !== undefined
    },
    evictBefore(index) {
      const gone = [...entries.values()].filter((entry) => entry.index < index)
      for (const entry of gone) remove(entry)
      return gone.length
    },
    files: () => [...entries.values()].map((entry) => entry.file),
  }
}
