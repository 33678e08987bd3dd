import type { Alert, AlertChannel, AlertReason } from './alert.ts'
import { alertChannels } from './alert.ts'
import type { Incident } from './incident.ts'
import type { AlertRoute, Recipient, Roster } from './roster.ts'
import { uuidV5 } from './uuid-v5.ts'
import { isWithin } from './weekly-hours.ts'

/**
 * The outbox rows of a new incident, to be written in the incident's own transaction: at most one per recipient
 * and channel. Who is not woken gets a row as well, `suppressed` and with the reason.
 *
 * Pure, and the same for the same input: an incident that is delivered again gets the same ids. What depends on
 * other incidents (cooldown, storm, quota) is decided when the row is dispatched.
 */
export function planAlerts(incident: Incident, roster: Roster, now: Date): Alert[] {
  const plans = roster.recipients.filter((recipient) => recipient.enabled).flatMap((recipient) => routeTo(recipient, incident, roster, now))
  const isAnyoneReached = plans.some((plan) => plan.reason === undefined)
  // A critical incident must not end in an empty shift: then everybody who has asked for critical ones is told.
  const mustReachAll = incident.severity === 'critical' && !isAnyoneReached
  return plans.map((plan) => toAlert(incident, mustReachAll ? { ...plan, reason: undefined } : plan, now))
}

interface Plan {
  readonly recipient: Recipient
  readonly channel: AlertChannel
  readonly route: AlertRoute
  readonly reason: AlertReason | undefined
}

function routeTo(recipient: Recipient, incident: Incident, roster: Roster, now: Date): Plan[] {
  const routes = recipient.routes.filter((route) => takes(route, incident))
  return alertChannels.flatMap((channel) => {
    const plans = routes
      .filter((route) => route.channels.includes(channel))
      .map((route) => ({ recipient, channel, route, reason: obstacle(recipient, route, incident, roster, now) }))
    // Of several routes to the same phone, one that is open goes before one that is not, then the soonest.
    plans.sort((a, b) => rank(a) - rank(b))
    return plans.slice(0, 1)
  })
}

function takes(route: AlertRoute, incident: Incident): boolean {
  return route.severities.includes(incident.severity) && (route.cameras?.includes(incident.camera) ?? true)
}

function rank({ reason, route }: Plan): number {
  return (reason === undefined ? 0 : 1_000) + (route.escalateAfterMinutes ?? 0)
}

function obstacle(recipient: Recipient, route: AlertRoute, incident: Incident, roster: Roster, now: Date): AlertReason | undefined {
  // A late incident wakes nobody, so neither shifts nor quiet hours matter to it.
  if (incident.isLate) return undefined
  const { timeZone } = roster.site
  const isOnCall = roster.schedules.some((schedule) =>
    schedule.shifts.some((shift) => shift.onCall.includes(recipient.id) && isWithin([shift], now, timeZone)),
  )
  if (route.when === 'on-call' && !isOnCall) return 'off-shift'
  if (incident.severity !== 'critical' && isWithin(recipient.quietHours, now, timeZone)) return 'quiet-hours'
  return undefined
}

function toAlert(incident: Incident, { recipient, channel, route, reason }: Plan, now: Date): Alert {
  const delayMinutes = incident.isLate ? 0 : (route.escalateAfterMinutes ?? 0)
  const isLateSms = incident.isLate && channel === 'sms'
  return {
    id: uuidV5(incident.id, recipient.id, channel),
    kind: incident.isLate ? 'late' : 'incident',
    incident: incident.id,
    site: incident.site,
    camera: incident.camera,
    rule: incident.rule,
    label: incident.label,
    count: 1,
    startedAt: incident.startedAt,
    recipient: recipient.id,
    channel,
    severity: incident.severity,
    createdAt: now.toISOString(),
    state: reason === undefined && !isLateSms ? 'pending' : 'suppressed',
    attempts: 0,
    firstSentAt: undefined,
    isRepeat: false,
    isFallback: false,
    isEscalation: delayMinutes > 0,
    leasedUntil: undefined,
    nextAttemptAt: new Date(now.getTime() + delayMinutes * 60_000).toISOString(),
    giveUpAt: undefined,
    providerId: undefined,
    reason: isLateSms ? 'late' : reason,
  }
}
