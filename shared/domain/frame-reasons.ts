import type { FrameReason } from './frame.ts'
import type { FramePlan } from './plan-frames.ts'

/**
 * Says of each frame that a decoder took, in the order of their times, why it was wanted: it is the first at or after
 * one or several of the planned times.
 */
export function createReasonFinder({ times, keyframeTimes }: FramePlan): (frame: { ptsMs: number; isKey: boolean }) => FrameReason[] {
  const toleranceMs = 1e-3
  let nextTime = 0
  let nextKey = 0
  return ({ ptsMs, isKey }) => {
    const reasons = new Set<FrameReason>()
    for (; nextTime < times.length && times[nextTime]!.ms <= ptsMs + toleranceMs; nextTime++)
      for (const reason of times[nextTime]!.reasons) reasons.add(reason)
    for (; isKey && nextKey < keyframeTimes.length && keyframeTimes[nextKey]! <= ptsMs + toleranceMs; nextKey++) reasons.add('keyframe')
    return [...reasons].sort()
  }
}
