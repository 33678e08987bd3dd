import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from './is-alive.ts'

// A module that lost its runtime ends within ten seconds; who lives longer has only got its number.
const patienceMs = 12_000

/** Remembers which processes are modules of ours, for the runtime after this one. */
export interface ProcessNotes {
  started(module: string, pid: number): void
  /** Resolves when the modules of a runtime that was killed have ended: two would write to one disk. */
  leftOnesGone(): Promise<void>
}

export function noteProcesses(folder: string): ProcessNotes {
  mkdirSync(folder, { recursive: true })
  return {
    started: (module, pid) => {
      for (const old of readdirSync(folder).filter((name) => name.startsWith(`${module}.`))) rmSync(join(folder, old), { force: true })
      writeFileSync(join(folder, `${module}.${pid}`), '')
    },
    leftOnesGone: async () => {
      // The number is in the name: a file that a crash cut off would have none.
      const pids = readdirSync(folder).map((name) => Number(name.split('.').at(-1)))
      for (const begin = performance.now(); pids.some(isAlive) && performance.now() - begin < patienceMs; ) await sleep(50)
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { force: true })
    },
  }
}
