import type { NightProgress, StepResult } from './night.ts'

export const noProgress: NightProgress = {
  step: 'listing',
  recordings: { all: 0, done: 0, bad: 0 },
  frames: 0,
  annotations: 0,
  bytes: 0,
}

/** What came of one recording: all of its steps, or those until one failed. */
export interface RecordingResult {
  readonly isBad: boolean
  readonly frames: number
  readonly annotations: number
  readonly bytes: number
}

/** Adds a step to what is known of a recording. Each step says frames and bytes of the same recording, so the larger number counts. */
export function withStep(sum: RecordingResult, step: StepResult): RecordingResult {
  return {
    isBad: sum.isBad || step.outcome === 'bad',
    frames: Math.max(sum.frames, step.frames),
    annotations: Math.max(sum.annotations, step.annotations),
    bytes: Math.max(sum.bytes, step.bytes),
  }
}

/**
 * The progress after one more recording.
 *
 * @param elapsedMs Since the first recording was begun; the rest is thought to go as fast
 */
export function afterRecording(progress: NightProgress, result: RecordingResult, elapsedMs: number): NightProgress {
  const { all, bad } = progress.recordings
  const done = progress.recordings.done + 1
  return {
    step: 'recordings',
    recordings: { all, done, bad: bad + (result.isBad ? 1 : 0) },
    frames: progress.frames + result.frames,
    annotations: progress.annotations + result.annotations,
    bytes: progress.bytes + result.bytes,
    secondsLeft: Math.round(((elapsedMs / done) * (all - done)) / 1000),
  }
}
