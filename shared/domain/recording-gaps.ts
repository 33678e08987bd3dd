import type { Instant } from './ids.ts'

/** Segments of one camera follow each other to the frame; clocks and rounding take less than this. */
const toleranceMs = 1000

export interface Interval {
  readonly from: Instant
  readonly to: Instant
}

export interface Coverage {
  /** Where there is no video, oldest first; less than a second is none. */
  readonly gaps: readonly Interval[]
  /** Share of the asked time that has video, 0 to 1. */
  readonly coverage: number
}

/** Which parts of a time have no video. @param recordings In any order; they may overlap each other and the ends */
export function findGaps(
  { from, to }: Interval,
  recordings: readonly { readonly startedAt: Instant; readonly endedAt: Instant }[],
): Coverage {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const spans = recordings
    .map(({ startedAt, endedAt }) => ({ start: Date.parse(startedAt), end: Date.parse(endedAt) }))
    .filter((span) => span.end > start && span.start < end)
    .sort((a, b) => a.start - b.start)
  const gaps: Interval[] = []
  let missingMs = 0
  let coveredUntil = start
  for (const span of [...spans, { start: end, end }]) {
    const gapMs = span.start - coveredUntil
    if (gapMs >= toleranceMs) {
      gaps.push({ from: instantOf(coveredUntil), to: instantOf(span.start) })
      missingMs += gapMs
    }
    coveredUntil = Math.max(coveredUntil, span.end)
  }
  return { gaps, coverage: end > start ? 1 - missingMs / (end - start) : 0 }
}

function instantOf(ms: number): Instant {
  return new Date(ms).toISOString()
}
