import { appendFileSync } from 'node:fs'
import { lstat, opendir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { BlobFolders } from './blob-folders.ts'
import type { DatastorePath } from './datastore-path.ts'

/** What a job writes, on this machine and in the datastore. */
export interface MirroredFolder {
  readonly folder: string
  readonly to: DatastorePath
}

/** More bytes than a job may write. */
export class TooMuchOutput extends Error {}

export interface Mirror {
  /** Uploads each file that is new or was changed since it was last uploaded, whole. @throws TooMuchOutput */
  pass(): Promise<void>
}

const mostFiles = 10_000

/** @param ledger File that names each blob before it is written, one JSON a line: a job that starts anew clears them away */
export function createMirror(all: readonly MirroredFolder[], blobs: BlobFolders, ledger: string, mostBytes: number): Mirror {
  const known = new Map<string, string>()
  return {
    pass: async () => {
      let bytes = 0
      const changed: { path: string; to: DatastorePath; state: string }[] = []
      let count = 0
      for (const { folder, to } of all) {
        for await (const { path, size, state } of files(folder)) {
          bytes += size
          count++
          if (bytes > mostBytes) throw new TooMuchOutput(`It wrote more than ${Math.round(mostBytes / 1e6)} MB.`)
          if (count > mostFiles) throw new TooMuchOutput(`It wrote more than ${mostFiles} files.`)
          const name = relative(folder, path).split(sep).join('/')
          if (known.get(path) !== state) changed.push({ path, to: { ...to, path: to.path === '' ? name : `${to.path}/${name}` }, state })
        }
      }
      for (const { path, to, state } of changed) {
        if (!known.has(path)) appendFileSync(ledger, `${JSON.stringify(to)}\n`)
        // A file that is gone again was not meant to stay.
        if (await upload(path, to, blobs)) known.set(path, state)
      }
    },
  }
}

async function upload(path: string, to: DatastorePath, blobs: BlobFolders): Promise<boolean> {
  try {
    await blobs.upload(path, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

/** Ordinary files only: a link could lead anywhere on this machine. */
async function* files(folder: string): AsyncIterable<{ path: string; size: number; state: string }> {
  const entries = await opendir(folder, { recursive: false }).catch(() => undefined)
  if (entries === undefined) return
  for await (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* files(path)
    if (!entry.isFile()) continue
    const found = await lstat(path).catch(() => undefined)
    if (found !== undefined) yield { path, size: found.size, state: `${found.size} ${found.mtimeMs} ${found.ino}` }
  }
}
