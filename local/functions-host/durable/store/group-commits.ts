import type { DatabaseSync } from 'node:sqlite'
import { crashPoint } from '../../../../shared/crash-point.ts'

export interface GroupCommits {
  add<T>(name: string, run: () => T): Promise<T>
  flush(): void
}

interface Pending {
  readonly name: string
  run(): void
  resolve(): void
  reject(error: unknown): void
}

/**
 * Commits once for all steps that came within one turn of the event loop: under load a commit costs more than a step. A
 * step that throws is taken back alone.
 */
export function groupCommits(database: DatabaseSync): GroupCommits {
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  const rollback = database.prepare('ROLLBACK')
  const save = database.prepare('SAVEPOINT step')
  const release = database.prepare('RELEASE step')
  const takeBack = database.prepare('ROLLBACK TO step')
  let pending: Pending[] = []

  function flush(): void {
    const steps = pending
    pending = []
    if (steps.length === 0) return
    try {
      for (const settle of commitAll(steps)) settle()
    } catch (error) {
      // The disk is full or broken: nothing of the group happened.
      if (database.isTransaction) rollback.run()
      for (const { reject } of steps) reject(error)
    }
  }

  function commitAll(steps: readonly Pending[]): (() => void)[] {
    for (const { name } of steps) crashPoint(`durable-before-${name}`)
    begin.run()
    const settle = steps.map(runStep)
    for (const { name } of steps) crashPoint(`durable-within-${name}`)
    commit.run()
    for (const { name } of steps) crashPoint(`durable-after-${name}`)
    return settle
  }

  function runStep({ run, resolve, reject }: Pending): () => void {
    save.run()
    try {
      run()
      return resolve
    } catch (error) {
      takeBack.run()
      return () => reject(error)
    } finally {
      release.run()
    }
  }

  return {
    flush,
    add: <T>(name: string, run: () => T) =>
      new Promise<T>((resolve, reject) => {
        if (pending.length === 0) setImmediate(flush)
        let result: T
        const runAndKeep = () => {
          result = run()
        }
        pending.push({ name, run: runAndKeep, resolve: () => resolve(result), reject })
      }),
  }
}
