import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { canonicalJson } from '../../../shared/domain/canonical-json.ts'
import type { AcceptedEventOf } from '../../../shared/domain/decide-event.ts'
import type { Incident } from '../../../shared/domain/incident.ts'
import { mergeIncident, withSnapshot } from '../../../shared/domain/merge-incident.ts'
import type { IncidentMessage } from '../../../shared/domain/messages.ts'
import { severities } from '../../../shared/domain/rule.ts'
import { at, incidentMessage } from '../../harness/sample-messages.ts'

const device = { id: 'edge-1', site: 'plant-1', name: 'Edge 1' }

function eventWith(message: IncidentMessage, enqueuedAt = at(60)): AcceptedEventOf<'incident'> {
  return { type: 'incident', message, device, enqueuedAt, sentAt: undefined, traceparent: undefined }
}

/** Any messages about one incident, of one or two boots of the module. */
const anyEvent = fc
  .record({
    ...{ seq: fc.nat(5), boot: fc.nat(1), seconds: fc.nat(50), confidence: fc.nat(4), severity: fc.constantFrom(...severities) },
    ...{ phase: fc.constantFrom('opened', 'updated', 'closed'), recording: fc.nat(3), enqueued: fc.nat(20), isTraced: fc.boolean() },
  } as const)
  .map(({ seq, boot, seconds, confidence, severity, phase, recording, enqueued, isTraced }) => {
    const message = incidentMessage(
      { seq, bootId: `boot-${boot}`, seconds },
      { start: 0, phase, severity, recordings: [`rec-${recording}`] },
    )
    const peak = { ...message.peak, at: at(seconds), detection: { ...message.peak.detection, confidence: confidence / 4 } }
    // One key, one message: what a device sends under it again is the same.
    const label = `label-${boot}-${seq}-${seconds}`
    const traceparent = isTraced ? `00-${'a'.repeat(32)}-${String(seq).repeat(16).slice(0, 16)}-01` : undefined
    return { ...eventWith({ ...message, peak, label, model: { ...message.model, version: label } }, at(60 + enqueued)), traceparent }
  })

function mergeAll(events: readonly AcceptedEventOf<'incident'>[]): string {
  return canonicalJson(events.reduce<Incident | undefined>(mergeIncident, undefined))
}

describe('messages about one incident', () => {
  test('end in the same incident in any order and any number of times', () => {
    const cases = fc.array(anyEvent, { minLength: 1, maxLength: 6 }).chain((events) =>
      fc.record({
        events: fc.constant(events),
        shuffled: fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length, maxLength: 2 * events.length }),
      }),
    )
    fc.assert(
      fc.property(cases, ({ events, shuffled }) => assert.equal(mergeAll(shuffled), mergeAll(events))),
      { seed: 3, numRuns: 1500 },
    )
  })

  test('never take back that it is closed, nor touch what people decided', () => {
    const open = mergeIncident(undefined, eventWith(incidentMessage({ seq: 1 })))
    const judged: Incident = { ...open, state: 'resolved', verdict: 'rejected' }
    const closed = mergeIncident(judged, eventWith(incidentMessage({ seq: 3, seconds: 9 }, { start: 0, phase: 'closed' })))
    const late = mergeIncident(closed, eventWith(incidentMessage({ seq: 2, seconds: 5 }, { start: 0, phase: 'updated' })))
    assert.deepEqual([late.phase, late.endedAt, late.state, late.verdict], ['closed', at(9), 'resolved', 'rejected'])
  })

  test('show the still of the newest of them', () => {
    const incident = mergeIncident(undefined, eventWith(incidentMessage({ seq: 1 })))
    const order = (seq: number) => ({ at: at(seq), bootId: 'boot-1', seq })
    const oneWay = withSnapshot(withSnapshot(incident, 'a.jpg', order(1)), 'b.jpg', order(2))
    const otherWay = withSnapshot(withSnapshot(incident, 'b.jpg', order(2)), 'a.jpg', order(1))
    assert.equal(oneWay.snapshot, 'b.jpg')
    assert.equal(canonicalJson(oneWay), canonicalJson(otherWay))
  })
})
