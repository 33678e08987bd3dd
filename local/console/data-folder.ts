import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const markerName = 'sightloop-data.json'
const lockName = 'console.lock'

export interface DataFolder {
  readonly path: string
  /** A folder of its own for one service; made when it is missing. */
  of(service: string): string
  /** Lets the next console have it. */
  release(): void
}

/** The folder cannot be used; the message says why and what to do. */
export class DataFolderError extends Error {}

/**
 * Makes the folder ours, or goes on with it. A marker file tells our folder from one that somebody named by mistake,
 * a lock file with a process id keeps a second console out.
 *
 * @throws DataFolderError
 */
export function openDataFolder(path: string, isReset: boolean): DataFolder {
  if (existsSync(path)) {
    if (!isOurs(path)) {
      throw new DataFolderError(`${path} holds files that are not ours; nothing was touched. Name another folder with --data DIR.`)
    }
    const holder = holderOf(path)
    if (holder !== undefined) {
      throw new DataFolderError(
        `Another console (process ${holder}) runs on ${path}. Stop it, or name another folder with --data DIR and other ports with --port N.`,
      )
    }
    if (isReset) rmSync(path, { recursive: true })
  }
  mkdirSync(path, { recursive: true, mode: 0o700 })
  writeFileSync(join(path, markerName), `${JSON.stringify({ madeBy: 'sightloop' })}\n`)
  const lock = join(path, lockName)
  takeLock(lock, path)
  return {
    path,
    of: (service) => {
      const folder = join(path, service)
      mkdirSync(folder, { recursive: true })
      return folder
    },
    release: () => rmSync(lock, { force: true }),
  }
}

function isOurs(path: string): boolean {
  return existsSync(join(path, markerName)) || readdirSync(path).length === 0
}

/** The living process that holds the folder. The lock of one that was killed is taken away. */
function holderOf(path: string): number | undefined {
  const lock = join(path, lockName)
  if (!existsSync(lock)) return undefined
  const pid = Number(readFileSync(lock, 'utf8'))
  if (isAlive(pid)) return pid
  rmSync(lock, { force: true })
  return undefined
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process: it lives.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function takeLock(lock: string, path: string): void {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new DataFolderError(`Another console has just been started on ${path}.`)
  }
}
