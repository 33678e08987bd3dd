import { canonicalJson } from '../domain/canonical-json.ts'
import { Fault } from '../domain/faults.ts'
import { judgeJob } from '../domain/judge-job.ts'
import { readProgress } from '../domain/run-progress.ts'
import { logFile, progressFile } from '../domain/training-job.ts'
import type { RunProgress, RunState } from '../domain/training-run.ts'
import type { Ports, TrainingCache } from '../ports.ts'
import { advanceRun, findRun, type RunTask } from './advance-run.ts'

type PollPorts = Pick<Ports, 'runs' | 'trainer' | 'trainingCache' | 'clock'>

/** Of a file that anybody's trainer may have written. */
const maxTextBytes = 8 * 1024 * 1024

/**
 * Looks how far a run is and writes it down. Cancels the job where a person asked for it, where it stands still or takes
 * too long; the run is over only when the job is, so that there are never two for one dataset.
 *
 * @returns `queued` and `running` while there is something to wait for, `evaluating` when there should be a model
 */
export async function pollRun(ports: PollPorts, task: RunTask): Promise<RunState> {
  const { runs, trainer, clock } = ports
  const before = await findRun(ports, task)
  if (before.state !== 'queued' && before.state !== 'running') return before.state
  const job = await askWorkspace(() => trainer.find(before.id), { state: before.state, detail: 'the workspace does not answer' })
  const text = await readProgressText(ports, before.id)
  const progress = text === undefined ? before.progress : readProgress(text).progress
  const { value: policy } = await runs.policy(task.site)
  const now = clock()
  const hasMoved = canonicalJson(progress) !== canonicalJson(before.progress) || (before.state === 'queued' && job?.state === 'running')
  const movedAt = hasMoved ? now.toISOString() : before.movedAt
  const judgement = judgeJob({ ...before, movedAt }, job, policy, now)
  if (judgement.mustCancel) await askWorkspace(() => trainer.cancel(before.id), undefined)
  const { state } = judgement
  const said = job?.state === 'failed' && judgement.problem !== undefined ? await lastWords(ports, before.id) : ''
  const problem = judgement.problem && `${judgement.problem}${said}`.slice(0, 1000)
  const isEnd = state === 'failed' || state === 'cancelled'
  return (
    await advanceRun(ports, task, (run) => ({
      state: state as RunState,
      progress: furthest(run.progress, progress),
      ...(movedAt !== undefined && { movedAt }),
      ...(problem !== undefined && { problem }),
      ...(isEnd && { endedAt: now.toISOString() }),
    }))
  ).state
}

/** A workspace that is away says nothing about the job: the next look tells, and the run's own limits go on counting. */
async function askWorkspace<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof Fault && error.code === 'management-unavailable') return otherwise
    throw error
  }
}

/** Two who poll at once write in any order. */
function furthest(stored: RunProgress, read: RunProgress): RunProgress {
  return read.step >= stored.step ? read : stored
}

/** What the trainer has written of its progress; undefined where there is nothing, or more than anybody wants to read. */
export async function readProgressText({ trainingCache }: Pick<Ports, 'trainingCache'>, run: string): Promise<string | undefined> {
  return readText(trainingCache, progressFile(run))
}

/** The trainer's log, where the workspace lays it beside the results. */
export async function readRunLog({ trainingCache }: Pick<Ports, 'trainingCache'>, run: string): Promise<string | undefined> {
  return readText(trainingCache, logFile(run))
}

/** What the trainer said last. */
async function lastWords(ports: PollPorts, run: string): Promise<string> {
  const text = (await readRunLog(ports, run)) ?? ''
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const last = lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1)
  return last === undefined ? '' : ` It said: ${last.trim().slice(0, 500)}`
}

async function readText(cache: TrainingCache, path: string): Promise<string | undefined> {
  const file = (await cache.list(path)).find((one) => one.path === path)
  if (file === undefined || file.bytes > maxTextBytes) return undefined
  const bytes = await cache.read(path)
  return bytes && Buffer.from(bytes).toString('utf8')
}
