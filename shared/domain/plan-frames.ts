import type { FrameReason } from './frame.ts'
import type { Instant } from './ids.ts'
import type { InferenceMessage } from './messages.ts'
import type { NightPolicy, SamplingPolicy } from './night-policy.ts'

/** What decides which frames of a recording are taken. Times are absolute; the plan's count from the recording's start. */
export interface FramePlanFacts {
  readonly recording: { readonly id: string; readonly startedAt: Instant; readonly endedAt: Instant }
  readonly policy: SamplingPolicy
  /** Those of the camera that overlap it; one without an end goes on. */
  readonly incidents: readonly { readonly startedAt: Instant; readonly endedAt: Instant | undefined; readonly peakAt: Instant }[]
  /** What the camera's model saw, in any order. */
  readonly analysed: readonly Pick<InferenceMessage['frames'][number], 'at' | 'recording' | 'ptsMs' | 'detections'>[]
  /** Confidence from which a label is believed; 0.5 where none is given. */
  readonly thresholds: Readonly<Record<string, number>>
  /** Times of what people drew: boxes of verdicts, reports of missed objects. */
  readonly drawnAt: readonly Instant[]
  /** Moments that people are asked to look at, whatever else is wanted. */
  readonly reviewedAt?: readonly Instant[]
  /** Frames of an earlier run that people drew on, in ms after the recording's first frame. */
  readonly drawnMs: readonly number[]
}

export interface PlannedTime {
  readonly ms: number
  readonly reasons: readonly FrameReason[]
}

export interface FramePlan {
  /** The first frame at or after each. Ascending, each time once. */
  readonly times: readonly PlannedTime[]
  /** The first key frame at or after each. Ascending. */
  readonly keyframeTimes: readonly number[]
}

/** So much before and after an incident counts as inside. */
const aroundMs = 500
// Instants are rounded to milliseconds on both sides, so a frame may seem to be before itself.
const roundingMs = 2
const usualThreshold = 0.5

/**
 * Which frames are worth to be looked at and learned from. Grids hang on the clock and not on the recording or the
 * incident: a plan that changes adds and removes frames, the others stay the same.
 */
export function planFrames(facts: FramePlanFacts): FramePlan {
  const { policy, recording } = facts
  const startMs = Date.parse(recording.startedAt)
  const lengthMs = Date.parse(recording.endedAt) - startMs
  const reasons = new Map<number, Set<FrameReason>>()
  const add = (ms: number, reason: FrameReason) => {
    if (ms < -roundingMs || ms > lengthMs) return
    const time = Math.max(0, Math.round(ms * 1000) / 1000)
    reasons.set(time, (reasons.get(time) ?? new Set()).add(reason))
  }
  const inside = facts.incidents.map(({ startedAt, endedAt }) => ({
    fromMs: Date.parse(startedAt) - startMs - aroundMs,
    toMs: (endedAt === undefined ? lengthMs : Date.parse(endedAt) - startMs) + aroundMs,
  }))
  const isInside = (ms: number) => inside.some(({ fromMs, toMs }) => ms >= fromMs && ms <= toMs)

  const drawn = [...facts.drawnAt.map((at) => Date.parse(at) - startMs), ...facts.drawnMs]
  // The picture that a person drew on stands for those beside it, of which only the model says what is there.
  const isBesideDrawn = (ms: number) => drawn.some((other) => Math.abs(other - ms) < policy.insideMs / 2)
  for (const ms of gridWithin(startMs, lengthMs, policy.insideMs)) if (isInside(ms) && !isBesideDrawn(ms)) add(ms, 'incident')
  for (const { peakAt } of facts.incidents) add(Date.parse(peakAt) - startMs - roundingMs, 'incident')
  for (const at of facts.drawnAt) add(Date.parse(at) - startMs - roundingMs, 'person')
  for (const ms of facts.drawnMs) add(ms - 1e-3, 'person')
  for (const at of facts.reviewedAt ?? []) add(Date.parse(at) - startMs - roundingMs, 'review')
  for (const ms of leastSure(facts, startMs)) add(ms - roundingMs, 'unsure')
  // Nobody is less sure than where no model looked.
  for (const ms of facts.analysed.length > 0 ? [] : evenly(lengthMs, policy.unanalysed)) add(ms, 'unsure')

  const outside = policy.outsideMs === 0 ? [] : gridWithin(startMs, lengthMs, policy.outsideMs)
  if (!policy.outsideKeyframesOnly) for (const ms of outside) if (!isInside(ms)) add(ms, 'sparse')
  // The first key frame of the interval that ends there: segments may be shorter than intervals, and begin with their only one.
  const intervals = policy.outsideKeyframesOnly ? outside.map((ms) => Math.max(0, ms - policy.outsideMs)) : []
  return {
    times: [...reasons].map(([ms, because]) => ({ ms, reasons: [...because].sort() })).sort((a, b) => a.ms - b.ms),
    keyframeTimes: [...new Set(intervals)].filter((ms) => !isInside(ms)),
  }
}

/** Multiples of a distance on the clock, in ms after the start. */
function gridWithin(startMs: number, lengthMs: number, distanceMs: number): number[] {
  const first = Math.ceil(startMs / distanceMs) * distanceMs - startMs
  const count = Math.max(0, Math.floor((lengthMs - first) / distanceMs) + 1)
  return Array.from({ length: count }, (_, step) => first + step * distanceMs)
}

function evenly(lengthMs: number, count: number): number[] {
  return Array.from({ length: count }, (_, step) => ((step + 0.5) * lengthMs) / count)
}

/** Analysed frames with a detection nearest to its label's threshold, not closer together than frames within incidents. */
function leastSure({ recording, analysed, thresholds, policy }: FramePlanFacts, startMs: number): number[] {
  const doubts = analysed
    .filter((frame) => frame.detections.length > 0 && (frame.recording === undefined || frame.recording === recording.id))
    .map((frame) => ({
      ms: frame.recording === recording.id ? frame.ptsMs : Date.parse(frame.at) - startMs,
      doubt: Math.min(...frame.detections.map(({ label, confidence }) => Math.abs(confidence - (thresholds[label] ?? usualThreshold)))),
    }))
    .sort((a, b) => a.doubt - b.doubt || a.ms - b.ms)
  const chosen: number[] = []
  for (const { ms } of doubts) {
    if (chosen.length === policy.unsure) break
    if (chosen.every((other) => Math.abs(other - ms) >= policy.insideMs)) chosen.push(ms)
  }
  return chosen
}

/** The policy of the rules that the recording shows incidents of; of several the one that takes most frames, else the site's. */
export function samplingFor(policy: NightPolicy, rules: readonly string[]): SamplingPolicy {
  const named = [...new Set(rules)].sort().flatMap((rule) => policy.samplingByRule[rule] ?? [])
  return named.sort((a, b) => a.insideMs - b.insideMs)[0] ?? policy.sampling
}
