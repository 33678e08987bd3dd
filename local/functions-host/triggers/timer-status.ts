import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeState } from '../app/write-state.ts'

/** As Azure keeps it; ISO times. */
export interface TimerStatus {
  /** When the function ran last; the year 1 when it never did, as .NET writes "no time". */
  readonly Last: string
  readonly Next: string
  readonly LastUpdated: string
}

export const neverRan = '0001-01-01T00:00:00'

export interface TimerStatusFile {
  read(): TimerStatus | undefined
  write(status: TimerStatus): void
}

/** One file a function, so that two timers that end at the same moment do not write over each other. */
export function openTimerStatus(stateFolder: string, functionName: string): TimerStatusFile {
  const folder = join(stateFolder, 'timers')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${functionName}.json`)
  return {
    read: () => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TimerStatus) : undefined),
    write: (status) => writeState(file, status),
  }
}
