// Limits of the real service: https://learn.microsoft.com/azure/communication-services/concepts/service-limits

export const maxSmsChars = 2048
export const maxSmsRecipients = 100
export const maxEmailRecipients = 50
/** Attachments included. */
export const maxRequestBytes = 10 * 1024 ** 2
/** A repeated request is recognised this long after it was first sent; afterwards it is answered with 412. */
export const repeatabilityWindowMs = 5 * 60_000

export interface RateLimits {
  readonly smsPerMinute: number
  readonly emailsPerMinute: number
  readonly emailsPerHour: number
  readonly statusPerMinute: number
  readonly statusPerHour: number
}

/** By the domain that e-mails are sent from: one that Azure lends, or one's own. SMS as for a toll-free number. */
export const rateLimits = {
  'azure-managed': { smsPerMinute: 200, emailsPerMinute: 5, emailsPerHour: 10, statusPerMinute: 10, statusPerHour: 20 },
  'custom-domain': { smsPerMinute: 200, emailsPerMinute: 30, emailsPerHour: 100, statusPerMinute: 60, statusPerHour: 200 },
} as const satisfies Record<string, RateLimits>

export type RateLimitName = keyof typeof rateLimits | 'off'

/** Counts what was let in, by name. Answers the seconds to wait, or undefined when there is room. */
export type Throttle = (name: string, perMinute: number, perHour?: number) => number | undefined

const minuteMs = 60_000
const hourMs = 60 * minuteMs

export function createThrottle(now: () => Date): Throttle {
  const admitted = new Map<string, number[]>()
  return (name, perMinute, perHour = Number.POSITIVE_INFINITY) => {
    const time = now().getTime()
    const times = (admitted.get(name) ?? []).filter((each) => each > time - hourMs)
    const waitMs = Math.max(waitFor(times, perMinute, minuteMs, time), waitFor(times, perHour, hourMs, time))
    if (waitMs === 0) times.push(time)
    admitted.set(name, times)
    return waitMs === 0 ? undefined : Math.ceil(waitMs / 1000)
  }
}

function waitFor(times: readonly number[], limit: number, windowMs: number, time: number): number {
  const inWindow = times.filter((each) => each > time - windowMs)
  return inWindow.length < limit ? 0 : inWindow[inWindow.length - limit]! + windowMs - time
}
