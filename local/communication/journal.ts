import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { SentMessage } from './message.ts'

/** What is kept over a restart. More would only make the file grow. */
const maxKept = 2_000

export interface Journal {
  /** What an earlier run has written, oldest first. */
  readonly kept: readonly SentMessage[]
  /** Resolves when the message is on the disk: what was answered with 202 survives `kill -9`. */
  append(message: SentMessage): Promise<void>
  close(): Promise<void>
}

/** One JSON line a message. Without a folder nothing is written. */
export async function openJournal(folder: string | undefined): Promise<Journal> {
  if (folder === undefined) return { kept: [], append: async () => {}, close: async () => {} }
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'messages.jsonl')
  const kept = readMessages(path).slice(-maxKept)
  compact(path, kept)
  const file = await open(path, 'a')
  return { kept, append: createGroupCommit(file), close: () => file.close() }
}

/** A line that was cut off by a crash was never acknowledged; it is dropped. */
function readMessages(path: string): SentMessage[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as SentMessage]
      } catch {
        return []
      }
    })
}

function compact(path: string, kept: readonly SentMessage[]): void {
  const next = `${path}.next`
  writeFileSync(next, kept.map((message) => `${JSON.stringify(message)}\n`).join(''), { flush: true })
  renameSync(next, path)
  closeSync(openSync(path, 'a'))
}

/** What arrives while the disk is busy goes with the next write, so that many messages cost one flush. */
function createGroupCommit(file: FileHandle): (message: SentMessage) => Promise<void> {
  let waiting: string[] = []
  let next: Promise<void> | undefined
  let current: Promise<void> = Promise.resolve()
  const flush = async () => {
    await current.catch(() => {})
    const lines = waiting.join('')
    waiting = []
    next = undefined
    current = file.appendFile(lines).then(() => file.datasync())
    await current
  }
  return (message) => {
    waiting.push(`${JSON.stringify(message)}\n`)
    next ??= flush()
    return next
  }
}
