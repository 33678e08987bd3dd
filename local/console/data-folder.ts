import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from '../edge-runtime/is-alive.ts'
import { servicePatienceMs } from './service-patience.ts'

const markerName = 'sightloop-data.json'
const lockName = 'console.lock'
const servicesName = 'services'

export interface DataFolder {
  readonly path: string
  /** A folder of its own for one service; made when it is missing. */
  of(service: string): string
  /** Remembers that a process works in here, so that the next console waits for its end, however this one ends. Answers how to forget it. */
  usedBy(pid: number): () => void
  /** Lets the next console have it. */
  release(): void
}

/** The folder cannot be used; the message says why and what to do. */
export class DataFolderError extends Error {}

/**
 * Makes the folder ours, or goes on with it. A marker file tells our folder from one that somebody named by mistake,
 * a lock file with a process id keeps a second console out. Services of a console that was killed still write what they
 * have when they end: they are waited for, and `onWait` is told so.
 *
 * @throws DataFolderError
 */
export async function openDataFolder(path: string, isReset: boolean, onWait: (sentence: string) => void = () => {}): Promise<DataFolder> {
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
    await endOfServices(join(path, servicesName), onWait)
    if (isReset) rmSync(path, { recursive: true })
  }
  mkdirSync(path, { recursive: true, mode: 0o700 })
  writeFileSync(join(path, markerName), `${JSON.stringify({ madeBy: 'sightloop' })}\n`)
  const lock = join(path, lockName)
  takeLock(lock, path)
  const of = (service: string) => {
    const folder = join(path, service)
    mkdirSync(folder, { recursive: true })
    return folder
  }
  return {
    path,
    of,
    usedBy: (pid) => {
      const note = join(of(servicesName), String(pid))
      writeFileSync(note, '')
      return () => rmSync(note, { force: true })
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

/** A process that is still there when every service would have been ended by force has only got the number of one. */
async function endOfServices(folder: string, onWait: (sentence: string) => void): Promise<void> {
  const left = () => (existsSync(folder) ? readdirSync(folder).filter((pid) => isAlive(Number(pid))) : [])
  if (left().length > 0) onWait('Waiting for the services of the last start to end …')
  for (const begin = performance.now(); left().length > 0 && performance.now() - begin < servicePatienceMs * 1.5; ) await sleep(100)
  rmSync(folder, { recursive: true, force: true })
}

function takeLock(lock: string, path: string): void {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new DataFolderError(`Another console has just been started on ${path}.`)
  }
}
