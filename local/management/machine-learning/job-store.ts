import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { JobRecord } from './job-record.ts'
import { syncFolder, writeFileDurably } from './write-file-durably.ts'

/** Jobs by name: all in memory, each in a file of its own. */
export interface JobStore {
  find(name: string): JobRecord | undefined
  /** Oldest first. */
  list(): readonly JobRecord[]
  /** On disk when it returns. */
  save(record: JobRecord): void
  remove(name: string): void
}

export function openJobStore(folder: string): JobStore {
  mkdirSync(folder, { recursive: true })
  const records = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as JobRecord)
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt))
  const jobs = new Map(records.map((record) => [record.name, record]))
  const fileOf = (name: string) => join(folder, `${name}.json`)
  return {
    find: (name) => jobs.get(name),
    list: () => [...jobs.values()],
    save: (record) => {
      writeFileDurably(fileOf(record.name), JSON.stringify(record))
      jobs.set(record.name, record)
    },
    remove: (name) => {
      rmSync(fileOf(name), { force: true })
      syncFolder(folder)
      jobs.delete(name)
    },
  }
}
