import type { Alert, AlertReason, RouteChannel } from './alert.ts'
import { routeChannels } from './alert.ts'
import { CameraTrouble, troubleWords } from './camera-trouble.ts'
import type { Incident } from './incident.ts'
import type { AlertRoute, Recipient, Roster } from './roster.ts'
import { uuidV5 } from './uuid-v5.ts'
import { isWithin } from './weekly-hours.ts'

/**
 * The outbox rows of a new incident, to be written in the incident's own transaction: at most one per recipient
 * and channel. Who is not woken gets a row as well, `suppressed` and with the reason.
 *
 * What is wrong with a camera itself goes to those who have a route for `camera`, over the channels of that route. Where nobody
 * has one, it goes by e-mail alone to those who take incidents of that severity: no phone rings at night for a dirty lens.
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
  readonly channel: RouteChannel
  readonly route: AlertRoute
  readonly reason: AlertReason | undefined
}

function routeTo(recipient: Recipient, incident: Incident, roster: Roster, now: Date): Plan[] {
  const routes = routesFor(recipient, incident, roster).filter((route) => takes(route, incident))
  return routeChannels.flatMap((channel) => {
    const plans = routes
      .filter((route) => route.channels.includes(channel))
      .map((route) => ({ recipient, channel, route, reason: obstacle(recipient, route, incident, roster, now) }))
    // Of several routes to the same phone, one that is open goes before one that is not, then the soonest.
    plans.sort((a, b) => rank(a) - rank(b))
    return plans.slice(0, 1)
  })
}

function routesFor({ routes }: Recipient, { kind }: Incident, { recipients }: Roster): readonly AlertRoute[] {
  if (kind === undefined) return routes.filter(({ kinds }) => kinds?.includes('rule') ?? true)
  const isForCameras = ({ kinds }: AlertRoute) => kinds?.includes('camera') === true
  if (recipients.some((recipient) => recipient.enabled && recipient.routes.some(isForCameras))) return routes.filter(isForCameras)
  return routes
    .filter(({ kinds }) => kinds === undefined)
    .map((route) => ({ ...route, channels: route.channels.filter((channel) => channel === 'email') }))
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

function labelOf({ kind, label }: Incident): string {
  const trouble = CameraTrouble.safeParse(label)
  return kind === 'camera' && trouble.success ? troubleWords[trouble.data] : label
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
    label: labelOf(incident),
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
