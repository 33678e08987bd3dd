import { z } from 'zod'
import { Instant } from './ids.ts'

const Count = z.number().nonnegative()

/** What one instance of the app did in a quarter of an hour. */
export const Tally = z.strictObject({
  /** Start of the quarter. */
  from: Instant,
  /** By function: how often it ran, how often it failed (threw, or answered 500 and above), and for how long in all. */
  functions: z.record(z.string(), z.strictObject({ runs: Count, failures: Count, milliseconds: Count })),
  /** By device: messages that came, and how many the hub's quota counts for them. */
  devices: z.record(z.string(), z.strictObject({ messages: Count, metered: Count })),
})
export type Tally = z.infer<typeof Tally>

const quarterMs = 15 * 60_000

export function quarterOf(time: Date): Instant {
  return new Date(Math.floor(time.getTime() / quarterMs) * quarterMs).toISOString()
}

export function emptyTally(from: Instant): Tally {
  return { from, functions: {}, devices: {} }
}

/** https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling: each begun 4 KB is a message. */
const meteredBytes = 4096

export function meteredMessages(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / meteredBytes))
}

/** All functions or devices of several tallies, added up. */
export function sumOf<Part extends 'functions' | 'devices'>(tallies: readonly Tally[], part: Part): Map<string, Record<string, number>> {
  const sums = new Map<string, Record<string, number>>()
  for (const tally of tallies) {
    for (const [name, counts] of Object.entries(tally[part])) {
      const sum = sums.get(name) ?? {}
      for (const [what, count] of Object.entries<number>(counts)) sum[what] = (sum[what] ?? 0) + count
      sums.set(name, sum)
    }
  }
  return sums
}
