import { crashPoint } from '../crash-point.ts'
import { type Alert, type AlertChannel, dueAt, isFinal } from '../domain/alert.ts'
import {
  accept,
  beginSending,
  claim,
  defer,
  fail,
  overOtherChannel,
  requestIdOf,
  retryLater,
  sendAgainAsRepeat,
  suppress,
} from '../domain/alert-attempt.ts'
import { alertContent } from '../domain/alert-content.ts'
import { Fault } from '../domain/faults.ts'
import type { Versioned } from '../domain/page.ts'
import type { Recipient, Roster } from '../domain/roster.ts'
import type { AlertReference, Ports, SendResult } from '../ports.ts'
import { type AdmissionPorts, admitAlert } from './admit-alert.ts'
import { findBrowser, sendPush } from './send-push.ts'
import { beginAttempt } from './trace-attempt.ts'

export type DispatchPorts = AdmissionPorts &
  Pick<Ports, 'alertSenders' | 'rosters' | 'audit' | 'webPush' | 'pushSubscriptions' | 'people' | 'telemetry'>

/** The state that the row is in now, or why it was left alone. */
export type DispatchOutcome = 'done' | 'failed' | 'suppressed' | 'pending' | 'not-due' | 'taken' | 'final' | 'missing'

/** Less than this is left of a claim: somebody else may send while we still do. */
const sendingMs = 15_000

/**
 * Sends one alert, if it is this dispatcher that claims its row. Nothing leaves the house but from a claimed row, and
 * a dispatcher that dies at any point leaves a row that another one goes on with, under the same ids.
 *
 * @throws Fault `storage-unavailable`; the claim then runs out by itself
 */
export async function dispatchAlert(ports: DispatchPorts, reference: AlertReference): Promise<DispatchOutcome> {
  const found = await ports.outbox.find(reference)
  if (found === undefined) return 'missing'
  if (isFinal(found.value)) return 'final'
  const now = ports.clock()
  if (Date.parse(dueAt(found.value)) > now.getTime()) {
    if (found.value.state === 'claimed') return 'taken'
    // Somebody moved it since the queue was told; the wake-up for the new time may be this very one.
    await ports.alertQueue.wake([found.value])
    return 'not-due'
  }
  try {
    const claimed = claim(found.value, now)
    const version = await ports.outbox.update(claimed, found.version)
    crashPoint('alert-claimed')
    return await dispatchClaimed(ports, { value: claimed, version })
  } catch (error) {
    if (error instanceof Fault && error.code === 'alert-changed') return 'taken'
    throw error
  }
}

async function dispatchClaimed(ports: DispatchPorts, claimed: Versioned<Alert>): Promise<DispatchOutcome> {
  const roster = await ports.rosters.find(claimed.value.site)
  const addressee = roster && (await findAddressee(ports, claimed.value, roster))
  if (addressee === undefined) return settle(ports, claimed, unknown(claimed.value), undefined)
  const { recipient } = addressee
  if (claimed.value.firstSentAt !== undefined) return send(ports, claimed, addressee)
  const admission = await admitAlert(ports, claimed.value)
  if (admission.decision === 'suppress') return settle(ports, claimed, suppress(claimed.value, admission.reason), recipient)
  if (admission.decision === 'defer') return settle(ports, claimed, defer(claimed.value, admission.until, admission.reason), recipient)
  const begun = await move(ports, claimed, beginSending(claimed.value, ports.clock(), admission.count))
  return send(ports, begun, addressee)
}

interface Addressee {
  /** Undefined for a browser. */
  readonly recipient: Recipient | undefined
  readonly to: string
  deliver(alert: Alert, traceparent: string | undefined): Promise<SendResult | Gone>
}

type Gone = { readonly outcome: 'gone'; readonly reason: string }

async function findAddressee(ports: DispatchPorts, alert: Alert, roster: Roster): Promise<Addressee | undefined> {
  const { channel } = alert
  if (channel === 'push') {
    const browser = await findBrowser(ports, alert)
    return browser && { recipient: undefined, to: browser.endpoint, deliver: (now) => sendPush(ports, now, { roster, browser }) }
  }
  const recipient = roster.recipients.find(({ id, enabled }) => id === alert.recipient && enabled)
  const to = recipient && addressOf(recipient, channel)
  if (to === undefined) return undefined
  const deliver: Addressee['deliver'] = (now, traceparent) => {
    const content = alertContent(now, roster, ports.alertSettings.publicUrl)
    return ports.alertSenders[channel]({
      requestId: requestIdOf(now),
      firstSentAt: now.firstSentAt ?? now.createdAt,
      to,
      traceparent,
      ...content,
    })
  }
  return { recipient, to, deliver }
}

/** That a person no longer wants it is nothing that went wrong; that a number is missing is. */
function unknown(alert: Alert): Alert {
  return alert.channel === 'push' ? suppress(alert, 'unsubscribed') : fail(alert, 'recipient-unknown')
}

async function send(ports: DispatchPorts, begun: Versioned<Alert>, addressee: Addressee): Promise<DispatchOutcome> {
  const { value: alert } = begun
  // The claim may have run out while storage was slow; whoever holds it now sends.
  if (Date.parse(alert.leasedUntil ?? '') - sendingMs < ports.clock().getTime()) return 'taken'
  const attempt = beginAttempt(ports, alert)
  const result = await addressee.deliver(alert, attempt.traceparent)
  crashPoint('alert-accepted')
  attempt.end(result)
  if (result.outcome === 'expired' && !alert.isRepeat) {
    return send(ports, await move(ports, begun, sendAgainAsRepeat(alert, ports.clock())), addressee)
  }
  return settle(ports, begun, afterCall(alert, withoutAddress(result, addressee.to), ports.clock()), addressee.recipient)
}

/** A provider may name the number or address that it refuses; rows, logs and the audit hold no personal data. */
function withoutAddress(result: SendResult | Gone, to: string): SendResult | Gone {
  return result.outcome === 'accepted' ? result : { ...result, reason: result.reason.replaceAll(to, '(the recipient)') }
}

function afterCall(alert: Alert, result: SendResult | Gone, now: Date): Alert {
  switch (result.outcome) {
    case 'accepted':
      return accept(alert, result.providerId)
    case 'unavailable':
      return retryLater(alert, now, result.reason, result.retryAfterSeconds)
    case 'gone':
      return suppress(alert, 'unsubscribed')
    // An expired repeat is not repeated again: nobody gets one alert three times.
    default:
      return fail(alert, result.reason)
  }
}

/** Writes what became of the claim, and what follows from it. */
async function settle(ports: DispatchPorts, claimed: Versioned<Alert>, settled: Alert, recipient: Recipient | undefined) {
  const fallback =
    settled.state === 'failed' && !settled.isFallback && settled.channel !== 'push' ? overOtherChannel(settled, ports.clock()) : undefined
  const needsFallback = fallback !== undefined && recipient !== undefined && addressOf(recipient, fallback.channel) !== undefined
  // Before the row is closed: a crash in between must not leave the person without any message.
  if (needsFallback) await ports.outbox.add(fallback)
  await ports.outbox.update(settled, claimed.version)
  crashPoint('alert-settled')
  await ports.alertQueue.wake(needsFallback ? [fallback, settled] : [settled])
  if (settled.state === 'failed') await recordFailure(ports, settled)
  return settled.state === 'claimed' ? 'taken' : settled.state
}

async function move({ outbox }: DispatchPorts, from: Versioned<Alert>, to: Alert): Promise<Versioned<Alert>> {
  return { value: to, version: await outbox.update(to, from.version) }
}

async function recordFailure({ audit, clock }: DispatchPorts, alert: Alert): Promise<void> {
  await audit.append(alert.site, {
    at: clock().toISOString(),
    who: 'system',
    action: 'alert-failed',
    subject: `incident/${alert.incident}`,
    detail: { alert: alert.id, recipient: alert.recipient, channel: alert.channel, reason: alert.reason ?? '' },
  })
}

function addressOf(recipient: Recipient, channel: AlertChannel): string | undefined {
  return channel === 'sms' ? recipient.phone : recipient.email
}
