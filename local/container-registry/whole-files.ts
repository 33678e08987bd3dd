import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A file is there as a whole or not at all, also after a power cut: it gets its name when its bytes are on the disk. */
export async function writeWhole(path: string, bytes: Uint8Array | string, scratch: string): Promise<void> {
  const next = join(scratch, randomUUID())
  const file = await open(next, 'wx')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await moveWhole(next, path)
}

/** @param from A file whose bytes are on the disk */
export async function moveWhole(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await rename(from, to)
  await syncFolder(dirname(to))
}

export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true })
}

/** Undefined where there is none. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Names in it; none where there is no such folder. */
export async function listFolder(path: string): Promise<string[]> {
  try {
    return await readdir(path)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

export function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR'
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open folders; its rename is on the disk anyway.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
