import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts'

/**
 * Keeps a second service away from a folder: both would start the same jobs. What a killed one left is taken over.
 *
 * @returns gives the folder back
 * @throws Error when a service runs on it
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'lock.json')
  const holder = readHolder(file)
  if (holder !== undefined && isAlive(holder)) throw new Error(`The process ${holder.pid} already serves ${folder}.`)
  rmSync(file, { force: true })
  // Whoever comes at the same moment fails here.
  writeFileSync(file, JSON.stringify(identify(process.pid)), { flag: 'wx' })
  return () => rmSync(file, { force: true })
}

function readHolder(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity
  } catch {
    return undefined
  }
}
