import type { Alert } from '../domain/alert.ts'
import { incidentTrace, newSpanId, traceparentOf } from '../domain/trace.ts'
import type { Ports, SendResult } from '../ports.ts'

export interface Attempt {
  /** What the provider is to be told; undefined where the incident has no trace. */
  readonly traceparent: string | undefined
  end(result: SendResult | { readonly outcome: 'gone' }): void
}

/** Follows one call of a provider: a span of the incident's trace, and how long it took from the frame to the message. */
export function beginAttempt({ telemetry, clock }: Pick<Ports, 'telemetry' | 'clock'>, alert: Alert): Attempt {
  const root = incidentTrace(alert.incident)
  const id = newSpanId()
  const startedAt = clock()
  const { channel, severity, kind } = alert

  function end({ outcome, ...result }: SendResult | { readonly outcome: 'gone' }): void {
    const endedAt = clock()
    telemetry.count('sightloop.alert.attempts', 1, { channel, outcome })
    // Digests and repeats are late on purpose.
    if (outcome === 'accepted' && kind === 'incident' && !alert.isRepeat && !alert.isEscalation) {
      const seconds = Math.max(0, endedAt.getTime() - Date.parse(alert.startedAt)) / 1000
      telemetry.measure('sightloop.alert.delay', seconds, { channel, severity })
    }
    if (root === undefined) return
    telemetry.span({
      ...{ trace: root.trace, id, parent: root.id, name: `send ${channel}`, service: 'sightloop-functions', kind: 'client' },
      ...{ startedAt, endedAt },
      attributes: {
        'sightloop.incident': alert.incident,
        'sightloop.alert': alert.id,
        'sightloop.alert.kind': kind,
        'sightloop.alert.attempt': alert.attempts,
        'sightloop.alert.outcome': outcome,
      },
      ...('reason' in result && { error: result.reason }),
    })
  }

  return { traceparent: root && traceparentOf({ trace: root.trace, id }), end }
}
