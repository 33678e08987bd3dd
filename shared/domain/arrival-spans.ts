import type { AcceptedEventOf } from './decide-event.ts'
import { incidentTrace, newSpanId, type Span } from './trace.ts'

/**
 * How an incident came to be known, from the frame to the table, as spans of its trace. The times of the device are
 * its own, by its own clock: it needs no way out to a telemetry backend for that. Where they contradict the hub's, a
 * span has no length rather than a negative one.
 *
 * @param taken When the cloud began and ended to store the batch
 * @returns none for what is not the opening of an incident, or has an id of another form
 */
export function arrivalSpans(event: AcceptedEventOf<'incident'>, taken: { readonly from: Date; readonly to: Date }): Span[] {
  const { message, device, enqueuedAt, sentAt } = event
  const root = message.phase === 'opened' ? incidentTrace(message.incident) : undefined
  if (root === undefined) return []
  const attributes = {
    'sightloop.incident': message.incident,
    'sightloop.site': device.site,
    'sightloop.device': device.id,
    'sightloop.camera': message.camera,
    'sightloop.rule': message.rule,
  }
  const [hubId, ingestId] = [newSpanId(), newSpanId()]
  const { trace } = root
  const seen = new Date(message.startedAt)
  const written = later(seen, new Date(message.at))
  const sent = later(written, new Date(sentAt ?? message.at))
  const enqueued = new Date(enqueuedAt)
  const edge = { trace, service: 'sightloop-edge', attributes } as const
  return [
    { ...edge, id: root.id, parent: undefined, name: 'see incident', kind: 'internal', startedAt: seen, endedAt: written },
    { ...edge, id: newSpanId(), parent: root.id, name: 'wait in outbox', kind: 'producer', startedAt: written, endedAt: sent },
    {
      ...{ trace, id: hubId, parent: root.id, name: 'carry message', service: 'iot-hub', kind: 'internal' },
      ...{ startedAt: sent, endedAt: later(sent, enqueued), attributes },
    },
    {
      ...{ trace, id: ingestId, parent: hubId, name: 'ingest', service: 'sightloop-functions', kind: 'consumer' },
      ...{ startedAt: taken.from, endedAt: taken.to, attributes },
    },
  ]
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other
}
