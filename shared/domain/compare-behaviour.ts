import { type Behaviour, sum } from './behaviour-rates.ts'
import type { RolloutPolicy } from './rollout.ts'

export interface Comparison {
  /** `undecided`: too few frames yet, or nothing to compare with. */
  readonly outcome: 'alike' | 'different' | 'undecided'
  /** What is different, as a sentence with numbers. */
  readonly reason: string | undefined
}

/** How many times as often a better model may see a label than the champion on the same frames; from the evaluation. */
export type ExpectedRatios = Readonly<Record<string, number>>

/** Fewer frames or messages than these, on either side, decide nothing. */
const leastFrames = 300
const leastStretches = 3
/** A model that is better sees less or more than the champion. What is beyond these factors is another matter. */
const [leastFactor, mostFactor] = [0.2, 3]
const leastMemoryHours = 0.05

/**
 * Holds a candidate against the champion's own past on the same device: every line, and every camera, has its own
 * rates. A difference counts when it is more than `sigmas` standard deviations, by the champion's own ups and downs,
 * and also large in itself.
 */
export function compareBehaviour(
  champion: Behaviour,
  candidate: Behaviour,
  policy: RolloutPolicy,
  expected: ExpectedRatios = {},
): Comparison {
  const isEnough = [champion, candidate].every(({ frames, stretches }) => frames >= leastFrames && stretches.length >= leastStretches)
  if (!isEnough) return { outcome: 'undecided', reason: undefined }
  const reason =
    slower(champion, candidate, policy) ??
    larger(champion, candidate, policy) ??
    otherDetections(champion, candidate, policy, expected) ??
    moreIncidents(champion, candidate, policy)
  return { outcome: reason === undefined ? 'alike' : 'different', reason }
}

function slower(champion: Behaviour, candidate: Behaviour, policy: RolloutPolicy): string | undefined {
  const [msBefore, ms] = [champion, candidate].map(({ inferenceMs, frames }) => inferenceMs / frames) as [number, number]
  if (ms > msBefore * policy.mostInferenceTime) return `An inference takes ${ms.toFixed(1)} ms instead of ${msBefore.toFixed(1)} ms.`
  const [rateBefore, rate] = [champion, candidate].map(({ frames, seconds }) => frames / seconds) as [number, number]
  if (rate < rateBefore * policy.leastFrameRate)
    return `It analyses ${rate.toFixed(1)} frames a second instead of ${rateBefore.toFixed(1)}.`
  return undefined
}

/** Too large, or on the way there: what grows steadily would be too large within a day. */
function larger(champion: Behaviour, candidate: Behaviour, policy: RolloutPolicy): string | undefined {
  const most = champion.memory * policy.mostMemory
  if (candidate.memory > most) return `It takes ${megabytes(candidate.memory)} of memory instead of ${megabytes(champion.memory)}.`
  const { memoryPerHour = 0 } = candidate
  const isSteady = memoryPerHour > 4 * Math.max(0, champion.memoryPerHour ?? 0) && candidate.seconds > leastMemoryHours * 3600
  const grown = memoryPerHour * (candidate.seconds / 3600)
  if (isSteady && grown > 0.1 * champion.memory && champion.memory + 24 * memoryPerHour > most)
    return `Its memory grows by ${megabytes(memoryPerHour)} an hour.`
  return undefined
}

function otherDetections(champion: Behaviour, candidate: Behaviour, { sigmas }: RolloutPolicy, expected: ExpectedRatios) {
  // A label that only the candidate knows has nothing to be compared with.
  for (const label of champion.labels) {
    const before = sum(champion.stretches.map(({ detections }) => detections[label] ?? 0)) / champion.frames
    const seen = sum(candidate.stretches.map(({ detections }) => detections[label] ?? 0))
    const rate = seen / candidate.frames
    const wanted = before * (expected[label] ?? 1)
    const [low, high] = [Math.min(before, wanted) * candidate.frames, Math.max(before, wanted) * candidate.frames]
    const room = sigmas * deviationOf(champion, candidate, label, before)
    const isSilent = seen < low - room && seen < low * leastFactor
    const isLoud = seen > high + room && seen > high * mostFactor
    if (isSilent || isLoud) return `It sees ${label} ${rate.toFixed(4)} times a frame instead of ${before.toFixed(4)}.`
  }
  return undefined
}

/**
 * Standard deviation of the candidate's count if it saw as the champion does. Objects come in bursts: the champion's
 * stretches say how much more their counts vary than chance alone would make them.
 */
function deviationOf(champion: Behaviour, candidate: Behaviour, label: string, rate: number): number {
  const surplus = champion.stretches
    .filter(({ frames }) => frames > 0)
    .map(({ frames, detections }) => ((detections[label] ?? 0) - rate * frames) ** 2 / Math.max(rate * frames, 1e-9))
  const spread = rate === 0 ? 1 : Math.max(1, sum(surplus) / Math.max(1, surplus.length - 1))
  const variance = spread * Math.max(1, rate * candidate.frames) * (1 + candidate.frames / champion.frames)
  return Math.sqrt(variance)
}

function moreIncidents(champion: Behaviour, candidate: Behaviour, { sigmas }: RolloutPolicy): string | undefined {
  const expected = (champion.incidents / champion.seconds) * candidate.seconds
  const deviation = Math.sqrt(Math.max(1, expected) * (1 + candidate.seconds / champion.seconds))
  const isMore = candidate.incidents > expected + sigmas * deviation && candidate.incidents > mostFactor * expected
  if (!isMore) return undefined
  const anHour = ({ incidents, seconds }: Behaviour) => ((incidents / seconds) * 3600).toFixed(1)
  return `It raises ${anHour(candidate)} incidents an hour instead of ${anHour(champion)}.`
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`
}
