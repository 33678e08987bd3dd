import assert from 'node:assert/strict'
import { test } from 'node:test'
import { traceparent } from '../../../edge/telemetry/traceparent.ts'
import { arrivalSpans } from '../../../shared/domain/arrival-spans.ts'
import type { AcceptedEventOf } from '../../../shared/domain/decide-event.ts'
import { incidentMessage } from '../../harness/sample-messages.ts'

const taken = { from: new Date('2026-03-02T08:00:03.000Z'), to: new Date('2026-03-02T08:00:03.250Z') }
const incident = 'c0ffee00000000000000000000000001'

function arrival(change: Partial<AcceptedEventOf<'incident'>> = {}): AcceptedEventOf<'incident'> {
  const message = {
    ...incidentMessage({ seq: 1 }),
    incident,
    startedAt: '2026-03-02T08:00:00.000Z',
    at: '2026-03-02T08:00:01.000Z',
  }
  return {
    ...{ type: 'incident', message, device: { id: 'edge-1', site: 'plant-1', name: 'edge-1' } },
    ...{ enqueuedAt: '2026-03-02T08:00:02.500Z', sentAt: '2026-03-02T08:00:02.000Z', traceparent: undefined },
    ...change,
  }
}

test('the way of an incident is one trace, by its id, from the frame to the table', () => {
  const spans = arrivalSpans(arrival(), taken)
  assert.deepEqual(new Set(spans.map(({ trace }) => trace)), new Set([incident]))
  assert.deepEqual(
    spans.map(({ service, name, startedAt, endedAt }) => [service, name, startedAt.getTime() % 60_000, endedAt.getTime() % 60_000]),
    [
      ['sightloop-edge', 'see incident', 0, 1000],
      ['sightloop-edge', 'wait in outbox', 1000, 2000],
      ['iot-hub', 'carry message', 2000, 2500],
      ['sightloop-functions', 'ingest', 3000, 3250],
    ],
  )
  const [root, ...others] = spans
  assert.equal(root!.parent, undefined)
  assert.ok(others.every(({ parent }) => spans.some(({ id }) => id === parent)))
})

test('the message that the device sends names the span that all others hang on', () => {
  const [root] = arrivalSpans(arrival(), taken)
  assert.equal(traceparent(incident), `00-${root!.trace}-${root!.id}-01`)
})

test('a device whose clock is ahead makes spans without length, never one that ends before it starts', () => {
  const spans = arrivalSpans(arrival({ sentAt: '2026-03-02T09:00:00.000Z' }), taken)
  assert.ok(spans.every(({ startedAt, endedAt }) => endedAt >= startedAt))
})

test('only the opening of an incident leaves them, and only under an id that can be a trace', () => {
  const later = arrival()
  assert.deepEqual(arrivalSpans({ ...later, message: { ...later.message, phase: 'updated' } }, taken), [])
  assert.deepEqual(arrivalSpans({ ...later, message: { ...later.message, incident: 'night-shift-1' } }, taken), [])
  assert.match(traceparent('night-shift-1'), /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
})
