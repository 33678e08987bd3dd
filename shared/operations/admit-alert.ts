import type { Alert, AlertReason } from '../domain/alert.ts'
import { AlertWindow, admitAlert as admitToWindow } from '../domain/alert-window.ts'
import { EmailUse, takeEmail } from '../domain/email-quota.ts'
import { countAlert, HourlyCount, type HourlyDigestKind, hourlyDigest, hourlyKey } from '../domain/hourly-count.ts'
import { joinKey } from '../domain/keys.ts'
import type { Ports } from '../ports.ts'
import { changeAlertLimit } from './change-alert-limit.ts'

export type AdmissionPorts = Pick<Ports, 'clock' | 'outbox' | 'alertQueue' | 'alertLimits' | 'alertSettings' | 'incidents'>

export type AdmissionAnswer =
  | { readonly decision: 'send'; readonly count: number }
  | { readonly decision: 'suppress'; readonly reason: AlertReason }
  | { readonly decision: 'defer'; readonly until: Date; readonly reason: AlertReason }

/** The quota belongs to the e-mail resource, which all sites share. */
const allSites = 'all-sites'

/**
 * Decides whether a claimed alert may go out now. Every answer can be asked for twice: a dispatcher that died between
 * the answer and the row is followed by one that gets the same answer.
 */
export async function admitAlert(ports: AdmissionPorts, alert: Alert): Promise<AdmissionAnswer> {
  if (alert.isEscalation && (await isAcknowledged(ports, alert))) return { decision: 'suppress', reason: 'acknowledged' }
  switch (alert.kind) {
    case 'late':
      return countForDigest(ports, alert, 'late-digest', 'late')
    case 'late-digest':
    case 'site-digest':
      return admitHourlyDigest(ports, alert, alert.kind)
    default:
      return admitCause(ports, alert)
  }
}

async function isAcknowledged({ incidents }: AdmissionPorts, alert: Alert): Promise<boolean> {
  const incident = await incidents.find(alert.incident)
  return incident !== undefined && incident.value.state !== 'new'
}

async function admitCause(ports: AdmissionPorts, alert: Alert): Promise<AdmissionAnswer> {
  const { alertLimits, alertSettings, clock } = ports
  const cooldownSeconds = alertSettings.cooldownSeconds[alert.channel === 'push' ? 'sms' : alert.channel]
  const key = joinKey('cause', alert.camera, alert.recipient, alert.channel, alert.label)
  const admission = await changeAlertLimit(alertLimits, { site: alert.site, key, schema: AlertWindow }, async (window) => {
    const answer = admitToWindow(window, alert, clock(), cooldownSeconds)
    if (answer.decision === 'hold' && answer.digest !== undefined) await addDigest(ports, answer.digest)
    return { state: answer.window === window ? undefined : answer.window, answer }
  })
  if (admission.decision === 'hold') return { decision: 'suppress', reason: 'cooldown' }
  if (admission.count === 0) return { decision: 'suppress', reason: 'nothing-counted' }
  return takeQuota(ports, alert, admission.count)
}

async function admitHourlyDigest(ports: AdmissionPorts, alert: Alert, kind: HourlyDigestKind): Promise<AdmissionAnswer> {
  const key = joinKey(...hourlyKey(kind, alert, new Date(alert.createdAt)))
  const stored = await ports.alertLimits.read(alert.site, key)
  const count = stored === undefined ? 0 : HourlyCount.parse(JSON.parse(stored.value)).count
  return count === 0 ? { decision: 'suppress', reason: 'nothing-counted' } : takeQuota(ports, alert, count)
}

async function takeQuota(ports: AdmissionPorts, alert: Alert, count: number): Promise<AdmissionAnswer> {
  if (alert.channel !== 'email') return { decision: 'send', count }
  const { alertLimits, alertSettings, clock } = ports
  const isCritical = alert.severity === 'critical'
  const answer = await changeAlertLimit(alertLimits, { site: allSites, key: 'email-quota', schema: EmailUse }, async (use = []) => {
    const taken = takeEmail(use, alert.id, clock(), alertSettings.emailQuota, isCritical)
    return { state: taken.isTaken ? taken.use : undefined, answer: taken }
  })
  if (answer.isTaken) return { decision: 'send', count }
  // A digest waits for room; single alerts would pile up behind the quota for hours, so they become a digest.
  if (alert.kind === 'incident') return countForDigest(ports, alert, 'site-digest', 'email-quota')
  return { decision: 'defer', until: answer.freeAt, reason: 'email-quota' }
}

async function countForDigest(ports: AdmissionPorts, alert: Alert, kind: HourlyDigestKind, reason: AlertReason): Promise<AdmissionAnswer> {
  const now = ports.clock()
  const key = joinKey(...hourlyKey(kind, alert, now))
  await changeAlertLimit(ports.alertLimits, { site: alert.site, key, schema: HourlyCount }, async (counted) => {
    // The digest first: a count that nobody tells would be lost, a digest without a count is just not sent.
    if (counted === undefined) await addDigest(ports, hourlyDigest(kind, alert, now))
    return { state: countAlert(counted, alert.id), answer: undefined }
  })
  return { decision: 'suppress', reason }
}

async function addDigest({ outbox, alertQueue }: AdmissionPorts, digest: Alert): Promise<void> {
  await outbox.add(digest)
  await alertQueue.wake([digest])
}
