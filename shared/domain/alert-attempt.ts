import type { Alert, AlertChannel } from './alert.ts'
import { uuidV5 } from './uuid-v5.ts'

/** What an alert becomes by what happens to it. Pure: the dispatcher writes the result under the row's version. */

const leaseMs = 60_000
const giveUpMs = 15 * 60_000
const firstBackoffMs = 5_000
const maxBackoffMs = 120_000

export function claim(alert: Alert, now: Date): Alert {
  return { ...alert, state: 'claimed', leasedUntil: after(now, leaseMs), attempts: alert.attempts + 1 }
}

/** Before the first call: from now on the provider may know the request. */
export function beginSending(alert: Alert, now: Date, count: number): Alert {
  return { ...alert, count, firstSentAt: now.toISOString(), giveUpAt: after(now, giveUpMs) }
}

/** The provider no longer knows whether it took the request. A duplicate beats a loss, so it is sent once more and says so. */
export function sendAgainAsRepeat(alert: Alert, now: Date): Alert {
  return { ...alert, isRepeat: true, firstSentAt: now.toISOString(), reason: 'repeat' }
}

export function requestIdOf(alert: Alert): string {
  return alert.isRepeat ? uuidV5(alert.id, 'repeat') : alert.id
}

export function accept(alert: Alert, providerId: string): Alert {
  return { ...release(alert), state: 'done', providerId, nextAttemptAt: undefined }
}

export function suppress(alert: Alert, reason: string): Alert {
  return { ...release(alert), state: 'suppressed', nextAttemptAt: undefined, reason }
}

export function fail(alert: Alert, reason: string): Alert {
  return { ...release(alert), state: 'failed', nextAttemptAt: undefined, reason }
}

/** Not an attempt that went wrong: there was no room yet. */
export function defer(alert: Alert, until: Date, reason: string): Alert {
  return { ...release(alert), state: 'pending', nextAttemptAt: until.toISOString(), reason }
}

/**
 * After a failure that may pass: waits as long as the provider asks for, at least twice as long as the time before.
 * `failed` when the next attempt would come after 15 minutes; news of an incident is old by then.
 */
export function retryLater(alert: Alert, now: Date, reason: string, retryAfterSeconds = 0): Alert {
  const backoffMs = Math.min(maxBackoffMs, firstBackoffMs * 2 ** (alert.attempts - 1))
  const next = now.getTime() + Math.max(retryAfterSeconds * 1000, backoffMs * spread(alert))
  if (alert.giveUpAt !== undefined && next > Date.parse(alert.giveUpAt)) return fail(alert, reason)
  return { ...release(alert), state: 'pending', nextAttemptAt: new Date(next).toISOString(), reason }
}

/** The same news over the other channel. For an incident it is the row that the plan may have held already. */
export function overOtherChannel(alert: Alert, now: Date): Alert {
  const channel: AlertChannel = alert.channel === 'sms' ? 'email' : 'sms'
  return {
    ...release(alert),
    id: alert.kind === 'incident' ? uuidV5(alert.incident, alert.recipient, channel) : uuidV5(alert.id, channel),
    channel,
    createdAt: now.toISOString(),
    state: 'pending',
    attempts: 0,
    firstSentAt: undefined,
    isRepeat: false,
    isFallback: true,
    isEscalation: false,
    nextAttemptAt: now.toISOString(),
    giveUpAt: undefined,
    providerId: undefined,
    reason: undefined,
  }
}

function release(alert: Alert): Alert {
  return { ...alert, leasedUntil: undefined }
}

/** 1 to 1.2, by the alert's id: those that failed together must not come back together. */
function spread({ id }: Alert): number {
  return 1 + (Number.parseInt(id.slice(0, 4), 16) / 0xffff) * 0.2
}

function after(now: Date, ms: number): string {
  return new Date(now.getTime() + ms).toISOString()
}
