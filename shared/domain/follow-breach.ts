import type { Instant } from './ids.ts'
import type { JudgedPeriod } from './judge-drift.ts'

/**
 * Goes through the periods in their order: so many over the threshold on the same side, one after the other, begin a breach; so
 * many that are not end it. One strange morning is no breach, and one good one no end of it. Periods without enough samples are
 * not among them, so that a weekend neither begins nor ends anything.
 *
 * @returns The beginning of the first of those periods, while the breach lasts
 */
export function followBreach(
  periods: readonly Pick<JudgedPeriod, 'from' | 'isOver' | 'effect'>[],
  consecutive: number,
): Instant | undefined {
  let since: Instant | undefined
  let over: { from: Instant; side: number; count: number } | undefined
  let quiet = 0
  for (const { from, isOver, effect } of periods) {
    const side = Math.sign(effect)
    if (!isOver) {
      over = undefined
      quiet++
      if (quiet >= consecutive) since = undefined
      continue
    }
    quiet = 0
    over = over?.side === side ? { ...over, count: over.count + 1 } : { from, side, count: 1 }
    if (over.count >= consecutive) since ??= over.from
  }
  return since
}
