import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing, moveWhole, writeWhole } from './whole-files.ts'

/** All bytes of all repositories, each once, under the name of its SHA-256. */
export interface Content {
  /** Where files lie that are not whole yet; on the same disk, so that they can be moved. */
  readonly scratch: string
  pathOf(digest: string): string
  /** Size in bytes; undefined where there is none. */
  size(digest: string): Promise<number | undefined>
  read(digest: string): Promise<Uint8Array>
  /** Answers the digest. */
  put(bytes: Uint8Array): Promise<string>
  /** Takes a file whose bytes are on the disk and have this digest. */
  take(file: string, digest: string): Promise<void>
}

export function openContent(folder: string): Content {
  const scratch = join(folder, 'scratch')
  mkdirSync(scratch, { recursive: true })
  const pathOf = (digest: string) => {
    const hex = digest.slice('sha256:'.length)
    return join(folder, 'sha256', hex.slice(0, 2), hex)
  }
  const size = async (digest: string) => {
    try {
      return (await stat(pathOf(digest))).size
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }
  return {
    scratch,
    pathOf,
    size,
    read: (digest) => readFile(pathOf(digest)),
    put: async (bytes) => {
      const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
      if ((await size(digest)) === undefined) await writeWhole(pathOf(digest), bytes, scratch)
      return digest
    },
    take: (file, digest) => moveWhole(file, pathOf(digest)),
  }
}
