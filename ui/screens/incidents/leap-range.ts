import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual'

export interface LeapRange {
  /** Which rows to make while the list moves. */
  moving(range: Range): number[]
  /** And once it has come to rest. */
  resting(range: Range): number[]
}

/**
 * Thrown so far that nothing of what was in sight stays there, a list makes only the rows that are in sight: those around
 * them are most likely passed over by the next throw. At rest it makes them.
 */
export function createLeapRange(): LeapRange {
  let before: Range | undefined
  return {
    moving(range) {
      const isLeap = before !== undefined && !touches(before, range)
      before = range
      return defaultRangeExtractor(isLeap ? { ...range, overscan: 0 } : range)
    },
    resting(range) {
      before = range
      return defaultRangeExtractor(range)
    },
  }
}

function touches(before: Range, { startIndex, endIndex, overscan }: Range): boolean {
  return startIndex - overscan <= before.endIndex && endIndex + overscan >= before.startIndex
}
