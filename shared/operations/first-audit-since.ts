import type { Id, Instant } from '../domain/ids.ts'
import type { Ports } from '../ports.ts'

/**
 * `seq` of the first entry at or after a moment; one past the end where there is none. The chain is in the order of
 * time but for the clocks of its writers, so the place is found by halving.
 */
export async function firstAuditSince(audit: Ports['audit'], site: Id, instant: Instant): Promise<number> {
  const isBefore = async (seq: number) => {
    const entry = (await audit.read({ site, from: seq, limit: 1 })).entries[0]
    return entry !== undefined && entry.at < instant
  }
  let low = 1
  let high = 1
  while (await isBefore(high)) {
    low = high + 1
    high *= 2
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (await isBefore(middle)) low = middle + 1
    else high = middle
  }
  return low
}
