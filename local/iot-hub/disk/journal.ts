import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { type AppendFile, openAppendFile } from './append-file.ts'

/** Keys and JSON values in memory, with every change on disk: what the hub knows besides its events. */
export interface Journal {
  get(key: string): unknown
  /** In the order in which the keys were first put. */
  entries(prefix: string): [key: string, value: unknown][]
  put(key: string, value: unknown): void
  delete(key: string): void
  /** Resolves when every change so far is on disk. Nothing may be acknowledged before. */
  flushed(): Promise<void>
  close(): Promise<void>
}

const compactAboveBytes = 8 * 1024 * 1024

/** One JSON line a change; the last line of a key counts. Rewritten when most of it is history. */
export async function openJournal(path: string): Promise<Journal> {
  mkdirSync(dirname(path), { recursive: true })
  const values = existsSync(path) ? replay(readFileSync(path, 'utf8')) : new Map<string, unknown>()
  let file = await rewrite(path, values)
  let liveBytes = file.size
  // Set when a write failed, for example on a full disk: memory knows more than the file.
  let isBehind = false
  let compaction: Promise<void> | undefined

  const compact = () => {
    const full = file
    // The snapshot holds everything up to this moment, so later changes may go straight behind it.
    const fresh = writeSnapshot(`${path}.new`, values)
    file = fresh
    liveBytes = fresh.size
    isBehind = false
    compaction = fresh
      .flushed()
      .then(() => renameSync(`${path}.new`, path))
      .catch((error) => {
        isBehind = true
        throw error
      })
      .finally(() => {
        compaction = undefined
        return full.close()
      })
    // Who needs it waits for it in `flushed`.
    compaction.catch(() => {})
  }

  const change = (line: string) => {
    file.append(Buffer.from(`${line}\n`), (error) => {
      if (error !== null) isBehind = true
    })
    if (compaction === undefined && file.size > Math.max(compactAboveBytes, 4 * liveBytes)) compact()
  }

  return {
    get: (key) => values.get(key),
    entries: (prefix) => [...values].filter(([key]) => key.startsWith(prefix)),
    put(key, value) {
      values.set(key, value)
      change(JSON.stringify([key, value]))
    },
    delete(key) {
      values.delete(key)
      change(JSON.stringify([key]))
    },
    async flushed() {
      if (isBehind && compaction === undefined) compact()
      await compaction
      await file.flushed()
    },
    async close() {
      await compaction?.catch(() => {})
      await file.close()
    },
  }
}

function replay(text: string): Map<string, unknown> {
  const values = new Map<string, unknown>()
  // What follows the last line feed is the torn end of a write that nobody was told of.
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
    if (line === '') continue
    const [key, value] = JSON.parse(line) as [string, unknown]
    if (value === undefined) values.delete(key)
    else values.set(key, value)
  }
  return values
}

function writeSnapshot(path: string, values: ReadonlyMap<string, unknown>): AppendFile {
  const file = openAppendFile(path)
  const text = [...values].map((entry) => `${JSON.stringify(entry)}\n`).join('')
  // A failure shows in `flushed`.
  file.append(Buffer.from(text), () => {})
  return file
}

async function rewrite(path: string, values: ReadonlyMap<string, unknown>): Promise<AppendFile> {
  const file = writeSnapshot(`${path}.new`, values)
  await file.flushed()
  renameSync(`${path}.new`, path)
  return file
}
