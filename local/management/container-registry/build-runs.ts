import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ImageRegistry } from '../../../shared/ports.ts'
import { BuildError } from './build-error.ts'
import { buildImage } from './build-image.ts'
import type { DockerBuild } from './docker-build.ts'
import { readContext } from './read-context.ts'

export interface BuildRun {
  readonly runId: string
  readonly build: DockerBuild
  readonly status: 'Queued' | 'Running' | 'Succeeded' | 'Failed' | 'Canceled'
  readonly createTime: string
  readonly startTime?: string
  readonly finishTime?: string
  readonly digest?: string
  readonly problem?: string
}

export interface BuildRuns {
  begin(build: DockerBuild, runId?: string): BuildRun
  find(runId: string): BuildRun | undefined
  /** Newest first. */
  list(): readonly BuildRun[]
  /** One that has begun is not stopped: it takes seconds. */
  cancel(runId: string): void
  /** Waits for the build that is under way; the others wait for the next start. */
  close(): Promise<void>
}

export interface BuildSurroundings {
  readonly folder: string
  readonly registry: ImageRegistry
  mount(repository: string, digest: string, from: string): Promise<void>
}

/** Builds one after the other. A run is a file, so that what was under way when the service was killed is built again: the same image comes out. */
export function openBuildRuns({ folder, registry, mount }: BuildSurroundings): BuildRuns {
  const runsFolder = join(folder, 'runs')
  const logs = join(folder, 'logs')
  for (const each of [runsFolder, logs]) mkdirSync(each, { recursive: true })
  const runs = new Map(readRuns(runsFolder).map((run) => [run.runId, run]))
  let isClosing = false
  let last: Promise<void> = Promise.resolve()

  const save = (run: BuildRun) => {
    writeWhole(join(runsFolder, `${run.runId}.json`), JSON.stringify(run))
    runs.set(run.runId, run)
  }
  const enqueue = (runId: string) => {
    last = last.then(() => work(runId))
  }

  async function work(runId: string): Promise<void> {
    const run = runs.get(runId)!
    if (isClosing || run.status === 'Canceled') return
    const running: BuildRun = { ...run, status: 'Running', startTime: new Date().toISOString() }
    save(running)
    const log = (line: string) => appendFileSync(join(logs, `${runId}.log`), `${new Date().toISOString()} ${line}\n`)
    const source = join(folder, 'source', run.build.sourceLocation)
    const end = (how: Pick<BuildRun, 'status' | 'digest' | 'problem'>) => save({ ...running, ...how, finishTime: new Date().toISOString() })
    try {
      const context = await readContext(source)
      end({ status: 'Succeeded', digest: await buildImage(run.build, context, registry, mount, log) })
    } catch (error) {
      const problem = (error as Error).message
      log(error instanceof BuildError ? problem : String((error as Error).stack))
      end({ status: 'Failed', problem })
    }
    // Models are large, and nobody builds one source twice.
    rmSync(source, { force: true })
  }

  for (const { runId, status } of runs.values()) if (status === 'Queued' || status === 'Running') enqueue(runId)
  return {
    begin: (build, runId = newRunId()) => {
      const run: BuildRun = {
        runId,
        build,
        status: 'Queued',
        createTime: new Date().toISOString(),
      }
      save(run)
      enqueue(runId)
      return run
    },
    find: (runId) => runs.get(runId),
    list: () => [...runs.values()].sort((a, b) => (a.createTime < b.createTime ? 1 : -1)),
    cancel: (runId) => {
      const run = runs.get(runId)
      if (run?.status === 'Queued') save({ ...run, status: 'Canceled', finishTime: new Date().toISOString() })
    },
    close: async () => {
      isClosing = true
      await last
    },
  }
}

export const newRunId = () => `run-${randomBytes(6).toString('hex')}`

function readRuns(folder: string): BuildRun[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return files
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as BuildRun)
    .sort((a, b) => (a.createTime < b.createTime ? -1 : 1))
}

export function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.next`, text, { flush: true })
  renameSync(`${path}.next`, path)
}
