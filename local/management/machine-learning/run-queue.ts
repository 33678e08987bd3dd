import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openBlobFolders } from './blob-folders.ts'
import { createEventSender } from './event-sender.ts'
import { ledgerOf } from './job-folders.ts'
import { hasEnded, type JobRecord } from './job-record.ts'
import type { JobStore } from './job-store.ts'
import { describeFailure } from './program-outcome.ts'
import { runEvents } from './run-events.ts'
import { closing as closingReason, runJob } from './run-job.ts'
import { endProcesses } from './supervised-program.ts'
import type { Workspace } from './workspace-options.ts'

export interface RunQueue {
  /** A job that was just saved. */
  add(job: JobRecord): void
  /** A job that has ended already stays as it is. */
  cancel(job: JobRecord): void
  close(): Promise<void>
}

// A job that takes the service down with it must not do so for ever.
const mostAttempts = 3

/** The compute of the workspace: one job at a time, the others wait in the order in which they came. */
export function openRunQueue(workspace: Workspace, store: JobStore, workspaceId: string): RunQueue {
  const work = join(workspace.folder, 'work')
  mkdirSync(work, { recursive: true })
  const blobs = openBlobFolders(workspace.datastores)
  const sender =
    workspace.eventsUrl === undefined
      ? undefined
      : createEventSender({ url: workspace.eventsUrl, log: workspace.log, onDone: (name, eventId) => forget(name, eventId) })
  const closing = new AbortController()
  let current: { readonly name: string; readonly abort: AbortController } | undefined
  let underWay = Promise.resolve()

  function update(name: string, change: Partial<JobRecord>): void {
    const before = store.find(name)
    if (before === undefined) return
    const after = { ...before, ...change }
    const isNews = sender !== undefined && after.state !== before.state
    const events = isNews ? runEvents(after, workspaceId, new Date().toISOString()) : []
    store.save({ ...after, events: [...before.events, ...events] })
    sender?.take(name, events)
  }

  function forget(name: string, eventId: string): void {
    const job = store.find(name)
    if (job !== undefined) store.save({ ...job, events: job.events.filter(({ id }) => id !== eventId) })
  }

  function end(name: string, state: 'Completed' | 'Failed' | 'Canceled', reason: string | undefined): void {
    update(name, { state, ...(reason === undefined ? {} : { reason }), endedAt: new Date().toISOString(), processes: [] })
    clearWork(name)
  }

  function clearWork(name: string): void {
    for (const path of [join(work, name), ledgerOf(work, name)]) rmSync(path, { recursive: true, force: true })
  }

  /** The next one is taken when the last one is gone, with all its processes. */
  function next(): void {
    if (current !== undefined || closing.signal.aborted) return
    const job = store.list().find((each) => !hasEnded(each))
    if (job === undefined) return
    const abort = new AbortController()
    current = { name: job.name, abort }
    underWay = run(job, abort.signal)
      .catch((error: unknown) => end(job.name, 'Failed', error instanceof Error ? error.message : String(error)))
      .finally(() => {
        current = undefined
        next()
      })
  }

  async function run(job: JobRecord, asked: AbortSignal): Promise<void> {
    await endProcesses(job.processes)
    if (job.state === 'CancelRequested') return end(job.name, 'Canceled', 'It was cancelled.')
    if (job.outcome === undefined) {
      if (job.attempt === mostAttempts) return end(job.name, 'Failed', `The service ended ${mostAttempts} times while it ran.`)
      update(job.name, { state: 'Preparing', attempt: job.attempt + 1, processes: [] })
    }
    const signal = AbortSignal.any([asked, closing.signal])
    const context = { workspace, blobs, work, update: (change: Partial<JobRecord>) => update(job.name, change) }
    const outcome = await runJob(job, context, signal).catch((error: unknown) => {
      if (signal.aborted) return undefined
      throw error
    })
    if (asked.aborted) return end(job.name, 'Canceled', 'It was cancelled.')
    if (closing.signal.aborted) return giveBack(job)
    if (outcome === undefined) return
    // A job that takes too long is cancelled in Azure, too.
    if (outcome.ended === 'timeout') return end(job.name, 'Canceled', outcome.detail)
    const reason = describeFailure(outcome)
    end(job.name, reason === undefined ? 'Completed' : 'Failed', reason)
  }

  /** The service was asked to stop, so the job is not to blame. What its program has finished stays finished. */
  function giveBack({ name, attempt }: JobRecord): void {
    if (store.find(name)?.outcome === undefined) update(name, { state: 'Queued', attempt, processes: [] })
  }

  for (const job of store.list()) {
    sender?.take(job.name, job.events)
    if (hasEnded(job)) clearWork(job.name)
  }
  next()

  return {
    add: (job) => {
      update(job.name, { state: 'Queued' })
      next()
    },
    cancel: (job) => {
      if (hasEnded(job)) return
      if (current?.name !== job.name) return end(job.name, 'Canceled', 'It was cancelled before it began.')
      update(job.name, { state: 'CancelRequested' })
      current.abort.abort()
    },
    close: async () => {
      closing.abort(closingReason)
      await underWay
      await sender?.close()
    },
  }
}
