import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson } from '../../../shared/domain/canonical-json.ts'
import { writeWhole } from './build-runs.ts'

/** A run under a name that its owner gave. */
export interface TaskRun {
  readonly name: string
  readonly runRequest: unknown
  readonly forceUpdateTag: string | undefined
  readonly runId: string
}

export interface TaskRuns {
  find(name: string): TaskRun | undefined
  save(taskRun: TaskRun): void
  remove(name: string): void
  /** Whether putting this is asking for the same again, which begins no other run. */
  isSame(known: TaskRun, wanted: Pick<TaskRun, 'runRequest' | 'forceUpdateTag'>): boolean
}

export function openTaskRuns(folder: string): TaskRuns {
  const own = join(folder, 'task-runs')
  mkdirSync(own, { recursive: true })
  const fileOf = (name: string) => join(own, `${name.toLowerCase()}.json`)
  return {
    find: (name) => (existsSync(fileOf(name)) ? (JSON.parse(readFileSync(fileOf(name), 'utf8')) as TaskRun) : undefined),
    save: (taskRun) => writeWhole(fileOf(taskRun.name), JSON.stringify(taskRun)),
    remove: (name) => rmSync(fileOf(name), { force: true }),
    isSame: (known, wanted) =>
      canonicalJson(known.runRequest) === canonicalJson(wanted.runRequest) && known.forceUpdateTag === wanted.forceUpdateTag,
  }
}
