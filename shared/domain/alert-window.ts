import { z } from 'zod'
import type { Alert } from './alert.ts'
import { Severity, severities } from './rule.ts'
import { uuidV5 } from './uuid-v5.ts'

/** What one cause (camera and label) has sent to one recipient over one channel, and what waits for the digest. */
export const AlertWindow = z.object({
  /** The alert that was let through; asked again, it is let through again. */
  openedBy: z.string(),
  severity: Severity,
  until: z.iso.datetime(),
  held: z.int(),
  /** The last few that were held, so that one that is dispatched again is not counted twice. */
  recent: z.array(z.string()),
  /** What the digest that opened this window stands for. */
  reported: z.int(),
})
export type AlertWindow = z.infer<typeof AlertWindow>

export type Admission =
  | { readonly decision: 'send'; readonly window: AlertWindow; readonly count: number }
  /** `digest`, with the first that is held: to be written to the outbox before the window is, so that it is always told. */
  | { readonly decision: 'hold'; readonly window: AlertWindow; readonly digest: Alert | undefined }

const maxRecent = 32
/** A digest that has not come by then was lost; the next alert goes out by itself. */
const digestPatienceMs = 10 * 60_000

/**
 * The first alert of a cause goes out at once. What follows within the cooldown is held, counted, and told by one
 * digest when the cooldown is over, which opens the next one. An alert that is more urgent than what was sent goes out.
 */
export function admitAlert(window: AlertWindow | undefined, alert: Alert, now: Date, cooldownSeconds: number): Admission {
  const time = now.getTime()
  const until = new Date(time + cooldownSeconds * 1000).toISOString()
  const open = (count: number): Admission => ({
    decision: 'send',
    window: { openedBy: alert.id, severity: alert.severity, until, held: 0, recent: [], reported: count },
    count,
  })
  if (window?.openedBy === alert.id) return { decision: 'send', window, count: window.reported }
  if (alert.kind === 'cause-digest') return open(window?.held ?? 0)
  if (window === undefined) return open(1)
  const ends = Date.parse(window.until)
  const isOver = window.held === 0 ? time >= ends : time >= ends + digestPatienceMs
  if (isOver) return open(1)
  if (severities.indexOf(alert.severity) < severities.indexOf(window.severity)) {
    return { decision: 'send', window: { ...window, severity: alert.severity }, count: 1 }
  }
  return { decision: 'hold', window: hold(window, alert.id), digest: window.held === 0 ? causeDigest(alert, window) : undefined }
}

function hold(window: AlertWindow, alert: string): AlertWindow {
  if (window.recent.includes(alert)) return window
  return { ...window, held: window.held + 1, recent: [...window.recent, alert].slice(-maxRecent) }
}

/** One digest a window; the same id, should two dispatchers both hold the first. */
function causeDigest(alert: Alert, window: AlertWindow): Alert {
  return toDigest(alert, 'cause-digest', uuidV5(window.openedBy, window.until, 'cause-digest'), window.until)
}

export function toDigest(alert: Alert, kind: Alert['kind'], id: string, dueAt: string): Alert {
  return {
    ...alert,
    id,
    kind,
    count: 0,
    state: 'pending',
    attempts: 0,
    firstSentAt: undefined,
    isRepeat: false,
    isFallback: false,
    isEscalation: false,
    leasedUntil: undefined,
    nextAttemptAt: dueAt,
    giveUpAt: undefined,
    providerId: undefined,
    reason: undefined,
  }
}
