import { z } from 'zod'
import type { Alert } from './alert.ts'
import { toDigest } from './alert-window.ts'
import { uuidV5 } from './uuid-v5.ts'

/** What is only told once an hour: late incidents of a camera, and what the e-mail quota left no room for. */
export const HourlyCount = z.object({ count: z.int(), recent: z.array(z.string()) })
export type HourlyCount = z.infer<typeof HourlyCount>

export type HourlyDigestKind = 'late-digest' | 'site-digest'

const maxRecent = 32
const hourMs = 3_600_000
/** Whoever counted in the last moment of the hour has written it by then. */
const settleMs = 60_000

/** The row that counts; a new one every hour, so that a digest never competes with those who count. */
export function hourlyKey(kind: HourlyDigestKind, alert: Alert, at: Date): string[] {
  const subject = kind === 'late-digest' ? [alert.camera, alert.recipient] : [alert.recipient]
  return [kind, ...subject, String(Math.floor(at.getTime() / hourMs))]
}

/** Counts an alert once, also if it is dispatched again. */
export function countAlert(counted: HourlyCount | undefined, alert: string): HourlyCount {
  const { count, recent } = counted ?? { count: 0, recent: [] }
  if (recent.includes(alert)) return { count, recent }
  return { count: count + 1, recent: [...recent, alert].slice(-maxRecent) }
}

/** The digest of the hour, due when the hour is over. Its creation time says which hour it tells about. */
export function hourlyDigest(kind: HourlyDigestKind, alert: Alert, now: Date): Alert {
  const endsMs = (Math.floor(now.getTime() / hourMs) + 1) * hourMs
  const digest = toDigest(alert, kind, uuidV5(alert.site, ...hourlyKey(kind, alert, now)), new Date(endsMs + settleMs).toISOString())
  return { ...digest, createdAt: now.toISOString(), channel: 'email' }
}
