import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A key of its own for each installation. In a folder it stays the same, so that settings outlive a restart. */
export function accessKey(folder: string | undefined): string {
  if (folder === undefined) return createKey()
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'access-key')
  try {
    writeFileSync(path, createKey(), { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(path, 'utf8').trim()
}

function createKey(): string {
  return randomBytes(32).toString('base64')
}
