import type { Instant } from './ids.ts'

// A device's clock may run ahead by this much; what it reports beyond cannot have happened yet.
const maxAheadMs = 5 * 60_000
// Edges keep messages through long outages, but a message of last year comes from a clock that was never set.
const maxAgeMs = 60 * 24 * 3600_000
// From here on the difference between the clocks is the clock's fault and not the network's.
const minSkewMs = 4 * 60_000
const lateMs = 15 * 60_000

export interface DeviceClock {
  /** When the hub took the message. */
  readonly enqueuedAt: Instant
  /** Device time when it was sent, which may be long after it was written; undefined where the device does not say. */
  readonly sentAt: Instant | undefined
}

/** Hub time minus device time in ms, where it can be told. */
export function clockSkewMs({ enqueuedAt, sentAt }: DeviceClock): number | undefined {
  return sentAt === undefined ? undefined : Date.parse(enqueuedAt) - Date.parse(sentAt)
}

/**
 * The time under which something that a device dates is filed. Device time is data, not truth: a clock that is wrong by
 * a known amount is corrected, and one that cannot be right is replaced by the hub's time.
 */
export function filingTime(at: Instant, clock: DeviceClock): Instant {
  const skew = clockSkewMs(clock) ?? 0
  const corrected = Date.parse(at) + (Math.abs(skew) >= minSkewMs ? skew : 0)
  const ageMs = Date.parse(clock.enqueuedAt) - corrected
  return ageMs < -maxAheadMs || ageMs > maxAgeMs ? clock.enqueuedAt : new Date(corrected).toISOString()
}

/** Late things are stored like others, but nobody is woken for what is over. */
export function isLate(filedAt: Instant, enqueuedAt: Instant): boolean {
  return Date.parse(enqueuedAt) - Date.parse(filedAt) > lateMs
}

/** The earlier of two instants; instants are ordered like their texts. */
export function earlier(a: Instant | undefined, b: Instant): Instant {
  return a === undefined || b < a ? b : a
}

/** The later of those that are known. */
export function later(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return b > a ? b : a
}
