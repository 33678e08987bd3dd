import { type JobStatus, longestMinutes } from './training-job.ts'
import type { TrainingPolicy, TrainingRun } from './training-run.ts'

export interface JobJudgement {
  readonly state: 'queued' | 'running' | 'evaluating' | 'failed' | 'cancelled'
  /** For people. */
  readonly problem: string | undefined
  readonly mustCancel: boolean
}

const hourMs = 3_600_000
/** A workspace that was asked to cancel a job has so long for it; then the run ends without it. */
const cancelHours = 2

/**
 * What the job means for its run.
 *
 * @param job undefined where the workspace does not know it
 */
export function judgeJob(run: TrainingRun, job: JobStatus | undefined, policy: TrainingPolicy, now: Date): JobJudgement {
  const wasCancelled = run.cancelRequestedBy !== undefined
  if (job === undefined) {
    return wasCancelled ? ended('cancelled') : ended('failed', `The workspace does not know job ${run.id} any more.`)
  }
  if (job.state === 'completed') return wasCancelled ? ended('cancelled') : ended('evaluating')
  if (job.state === 'failed') return ended(wasCancelled ? 'cancelled' : 'failed', `The job failed (${job.detail}).`)
  const late = lateness(run, policy, now)
  if (job.state === 'cancelled') {
    return wasCancelled
      ? ended('cancelled')
      : ended('failed', late?.reason ?? run.problem ?? `The job was cancelled in the workspace (${job.detail}).`)
  }
  if (late !== undefined && late.hours > cancelHours) {
    return ended('failed', `${late.reason} The workspace does not end the job either (${job.detail}): look there.`)
  }
  return { state: job.state, problem: late?.reason, mustCancel: wasCancelled || late !== undefined }
}

function ended(state: JobJudgement['state'], problem?: string): JobJudgement {
  return { state, problem, mustCancel: false }
}

/** Undefined while the run is in time; otherwise why not, and for how many hours. */
function lateness(run: TrainingRun, policy: TrainingPolicy, now: Date): { reason: string; hours: number } | undefined {
  const hoursSince = (instant: string | undefined) => (instant === undefined ? 0 : (now.getTime() - Date.parse(instant)) / hourMs)
  const still = hoursSince(run.movedAt) - policy.stuckHours
  if (still > 0) return { reason: `The trainer gave no sign of life for ${policy.stuckHours} h and was cancelled.`, hours: still }
  const mostHours = longestMinutes(policy) / 60 + policy.stuckHours
  const over = hoursSince(run.submittedAt) - mostHours
  return over > 0 ? { reason: `The run took longer than ${mostHours.toFixed(1)} h and was cancelled.`, hours: over } : undefined
}
