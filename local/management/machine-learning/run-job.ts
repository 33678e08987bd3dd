import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { BlobFolders } from './blob-folders.ts'
import { CommandError } from './command-line.ts'
import type { DatastorePath } from './datastore-path.ts'
import { type JobFolders, planFolders } from './job-folders.ts'
import type { JobRecord } from './job-record.ts'
import { createMirror, type Mirror, TooMuchOutput } from './mirror-folder.ts'
import { pause } from './pause.ts'
import { planCommand } from './plan-command.ts'
import type { ProgramOutcome } from './program-outcome.ts'
import { runSupervised } from './supervised-program.ts'
import type { Workspace } from './workspace-options.ts'

export interface JobContext {
  readonly workspace: Workspace
  readonly blobs: BlobFolders
  /** Folder for what jobs work on. */
  readonly work: string
  /** Writes the change down before it returns. */
  readonly update: (change: Partial<JobRecord>) => void
}

/** Why the signal of a job is aborted when it is not cancelled. */
export const closing = Symbol('closing')

/**
 * Runs a job from the beginning: fetches its inputs, runs its program and brings what it writes into the datastore while
 * it runs and at its end. A job that was `Finalizing` only has the last step left.
 *
 * @throws when inputs cannot be fetched or results cannot be stored
 */
export async function runJob(job: JobRecord, context: JobContext, signal: AbortSignal): Promise<ProgramOutcome> {
  const { workspace, blobs, work, update } = context
  const folders = planFolders(job.name, job.properties, work, Object.keys(workspace.datastores))
  if (typeof folders === 'string') return notStarted(folders)
  const mirror = createMirror([...folders.outputs, folders.log], blobs, folders.ledger, workspace.outputBytes)
  if (job.outcome !== undefined) return finish(job.outcome, mirror, signal)

  await clearAway(folders, blobs)
  for (const { folder } of [...folders.outputs, folders.log]) mkdirSync(folder, { recursive: true })
  const temporary = join(folders.root, 'temporary')
  mkdirSync(temporary)
  for (const { name, folder, from } of folders.inputs) {
    mkdirSync(folder, { recursive: true })
    const count = await blobs.download(from, folder, signal)
    if (count === 0) return notStarted(`Input '${name}': there is nothing at ${from.path} in datastore '${from.datastore}'.`)
  }
  const command = await commandOf(job, folders, workspace)
  if (typeof command === 'string') return notStarted(command)

  signal.throwIfAborted()
  update({ state: 'Running', startedAt: new Date().toISOString() })
  const tooMuch = new AbortController()
  const mirroring = keepMirroring(mirror, workspace, tooMuch)
  const outcome = await runSupervised(
    { ...command, folder: temporary, memoryBytes: workspace.memoryBytes, logFile: folders.logFile },
    (processes) => update({ processes }),
    AbortSignal.any([signal, tooMuch.signal]),
  ).finally(mirroring.stop)
  const reason = tooMuch.signal.reason as TooMuchOutput | undefined
  const known: ProgramOutcome = reason === undefined ? outcome : { ...outcome, ended: 'output', detail: reason.message }
  // The service goes down: its next start begins the job anew.
  if (signal.reason === closing) return known
  if (!signal.aborted) update({ state: 'Finalizing', outcome: known, processes: [] })
  return finish(known, mirror, signal)
}

function notStarted(detail: string): ProgramOutcome {
  return { exitCode: undefined, signal: undefined, ended: 'not-started', detail }
}

async function commandOf(job: JobRecord, folders: JobFolders, workspace: Workspace) {
  try {
    return await planCommand(job, folders, workspace)
  } catch (error) {
    if (error instanceof CommandError) return error.message
    throw error
  }
}

/** What an attempt before this one has left, here and in the datastore. */
async function clearAway({ root, ledger }: JobFolders, blobs: BlobFolders): Promise<void> {
  rmSync(root, { recursive: true, force: true })
  if (!existsSync(ledger)) return
  const lines = readFileSync(ledger, 'utf8').split('\n')
  // The last line may be half written; its blob was not yet.
  for (const line of lines.slice(0, -1)) await blobs.remove(JSON.parse(line) as DatastorePath)
  rmSync(ledger)
}

/** Looks every now and then; a storage that is away for a while must not end the job. */
function keepMirroring(mirror: Mirror, { mirrorEveryMs, log }: Workspace, tooMuch: AbortController) {
  let timer: NodeJS.Timeout | undefined
  let pass = Promise.resolve()
  let isStopped = false
  const look = () => {
    pass = mirror
      .pass()
      .catch((error: unknown) =>
        error instanceof TooMuchOutput ? tooMuch.abort(error) : log(`Copying results: ${error instanceof Error ? error.message : error}`),
      )
      .then(() => {
        if (!isStopped) timer = setTimeout(look, mirrorEveryMs)
      })
  }
  look()
  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      await pass
    },
  }
}

const storeForMs = 10 * 60_000
const retryEveryMs = 2000

/** What was made is not given up because the storage is away for a while. */
async function finish(outcome: ProgramOutcome, mirror: Mirror, signal: AbortSignal): Promise<ProgramOutcome> {
  for (let waitedMs = 0; ; waitedMs += retryEveryMs) {
    try {
      await mirror.pass()
      return outcome
    } catch (error) {
      if (error instanceof TooMuchOutput) return { ...outcome, ended: 'output', detail: error.message }
      if (signal.aborted || waitedMs >= storeForMs) throw error
      await pause(retryEveryMs, signal)
    }
  }
}
