import { z } from 'zod'

/** https://learn.microsoft.com/azure/communication-services/concepts/service-limits: 5 and 10 for a domain that Azure lends. */
export interface EmailQuota {
  readonly perMinute: number
  readonly perHour: number
}

/** What was sent in the last hour: time in ms and the alert's id. */
export const EmailUse = z.array(z.tuple([z.number(), z.string()]))
export type EmailUse = z.infer<typeof EmailUse>

/** The rest is kept for critical alerts, so that a storm of others cannot use up what they need. */
const shareForOthers = 0.8
const minuteMs = 60_000
const hourMs = 60 * minuteMs

export type QuotaAnswer = { readonly isTaken: true; readonly use: EmailUse } | { readonly isTaken: false; readonly freeAt: Date }

/** Takes a place for one e-mail. The same alert again keeps the place that it has. */
export function takeEmail(use: EmailUse, alert: string, now: Date, quota: EmailQuota, isCritical: boolean): QuotaAnswer {
  const time = now.getTime()
  const recent = use.filter(([at]) => at > time - hourMs)
  if (recent.some(([, id]) => id === alert)) return { isTaken: true, use: recent }
  const share = (limit: number) => (isCritical ? limit : Math.max(1, Math.floor(limit * shareForOthers)))
  const freeAt = Math.max(
    freedAt(recent, share(quota.perHour), hourMs, time),
    freedAt(
      recent.filter(([at]) => at > time - minuteMs),
      share(quota.perMinute),
      minuteMs,
      time,
    ),
  )
  if (freeAt > time) return { isTaken: false, freeAt: new Date(freeAt) }
  return { isTaken: true, use: [...recent, [time, alert]] }
}

function freedAt(use: EmailUse, limit: number, windowMs: number, time: number): number {
  const blocking = use.at(-limit)
  return use.length < limit || blocking === undefined ? time : blocking[0] + windowMs
}
