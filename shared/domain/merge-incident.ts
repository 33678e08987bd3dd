import { canonicalJson } from './canonical-json.ts'
import type { AcceptedEventOf } from './decide-event.ts'
import { earlier, filingTime, isLate, later } from './device-time.ts'
import type { Incident, MessageOrder } from './incident.ts'
import { severities } from './rule.ts'

type Peak = Incident['peak']

/**
 * What we know of an incident after one more message about it. Messages may come in any order and any number of times:
 * the result is always the same. Each field therefore has a rule of its own for which of two values stays.
 *
 * What people did (state, verdict) is never touched by a camera.
 */
export function mergeIncident(known: Incident | undefined, event: AcceptedEventOf<'incident'>): Incident {
  const { message } = event
  const order: MessageOrder = { at: message.at, bootId: message.bootId, seq: message.seq }
  const newest = known?.intake?.newest
  const isNewest = newest === undefined || isAfter(order, newest)
  const receivedAt = earlier(known?.receivedAt, event.enqueuedAt)
  const startedAt = known?.startedAt ?? filingTime(message.startedAt, event)
  const endedAt = message.endedAt === undefined ? undefined : filingTime(message.endedAt, event)
  return {
    id: message.incident,
    site: event.device.site,
    device: event.device.id,
    camera: message.camera,
    ...kindOf(known, message),
    rule: message.rule,
    label: isNewest ? message.label : known!.label,
    severity: severities.find((severity) => severity === known?.severity || severity === message.severity)!,
    startedAt,
    // A clock that jumped back must not give an incident a negative length.
    endedAt: later(known?.endedAt, endedAt === undefined ? undefined : later(endedAt, startedAt)),
    receivedAt,
    isLate: isLate(startedAt, receivedAt),
    phase: known?.phase === 'closed' || message.phase === 'closed' ? 'closed' : 'open',
    state: known?.state ?? 'new',
    verdict: known?.verdict,
    ...(known?.acknowledgedAt !== undefined && { acknowledgedAt: known.acknowledgedAt }),
    ...(known?.resolvedAt !== undefined && { resolvedAt: known.resolvedAt }),
    model: isNewest ? message.model : known!.model,
    peak: higherPeak(known?.peak, message.peak),
    snapshot: known?.snapshot,
    recordings: [...new Set([...(known?.recordings ?? []), ...message.recordings])].sort(),
    traceparent: openingTrace(known, event),
    intake: {
      newest: isNewest ? order : newest,
      snapshot: known?.intake?.snapshot,
      hasPlannedAlerts: known?.intake?.hasPlannedAlerts ?? false,
    },
  }
}

/** The incident with the still of a message, unless it has one of a newer message. */
export function withSnapshot(incident: Incident, path: string, order: MessageOrder): Incident {
  const { intake } = incident
  if (intake?.snapshot !== undefined && !isAfter(order, intake.snapshot)) return incident
  return {
    ...incident,
    snapshot: path,
    intake: { newest: intake?.newest ?? order, hasPlannedAlerts: intake?.hasPlannedAlerts ?? false, snapshot: order },
  }
}

/** All messages about an incident say the same of it; where one says less, what is known stays. */
function kindOf(known: Incident | undefined, message: AcceptedEventOf<'incident'>['message']): Pick<Incident, 'kind' | 'evidence'> {
  const [kind, evidence] = [message.kind ?? known?.kind, known?.evidence ?? message.evidence]
  return { ...(kind !== undefined && { kind }), ...(evidence !== undefined && { evidence }) }
}

/** The trace of the message that opened it; of two (a module that crashed opens again) always the same one. */
function openingTrace(known: Incident | undefined, { message, traceparent }: AcceptedEventOf<'incident'>): string | undefined {
  const traces = [known?.traceparent, message.phase === 'opened' ? traceparent : undefined]
  return traces.filter((trace) => trace !== undefined).sort()[0]
}

function isAfter(a: MessageOrder, b: MessageOrder): boolean {
  if (a.at !== b.at) return a.at > b.at
  return a.bootId === b.bootId ? a.seq > b.seq : a.bootId > b.bootId
}

function higherPeak(a: Peak | undefined, b: Peak): Peak {
  if (a === undefined) return b
  const difference = a.detection.confidence - b.detection.confidence
  if (difference !== 0) return difference > 0 ? a : b
  if (a.at !== b.at) return a.at < b.at ? a : b
  return canonicalJson(a) <= canonicalJson(b) ? a : b
}
