import { arrivalSpans } from '../domain/arrival-spans.ts'
import type { AcceptedEvent, AcceptedEventOf } from '../domain/decide-event.ts'
import type { Ports } from '../ports.ts'
import type { Intake } from './take-in.ts'

/**
 * Tells telemetry what became of a batch: how much came, how long it had been under way, and how each incident that
 * it opened came here.
 *
 * @param from When the batch was begun; it has ended now
 */
export function reportIntake({ telemetry, clock }: Pick<Ports, 'telemetry' | 'clock'>, intake: Intake, from: Date): void {
  const to = clock()
  for (const [type, events] of Map.groupBy(intake.accepted, (event) => event.type)) {
    telemetry.count('sightloop.ingest.events', events.length, { type, outcome: 'stored' })
  }
  const others = { quarantined: intake.quarantined, spilled: intake.failed.length }
  for (const [outcome, times] of Object.entries(others)) {
    if (times > 0) telemetry.count('sightloop.ingest.events', times, { outcome })
  }
  for (const event of intake.accepted) {
    telemetry.measure('sightloop.ingest.delay', secondsBetween(event, to), { type: event.type })
    if (event.type === 'health') reportCameras(telemetry, event)
    if (event.type === 'incident') for (const span of arrivalSpans(event, { from, to })) telemetry.span(span)
  }
}

function reportCameras(telemetry: Ports['telemetry'], { device, message }: AcceptedEventOf<'health'>): void {
  for (const { camera, state, framesPerSecond } of message.cameras) {
    const of = { site: device.site, device: device.id, camera }
    telemetry.state('sightloop.camera.live', state === 'live' ? 1 : 0, of)
    telemetry.state('sightloop.camera.rate', framesPerSecond, of)
  }
}

function secondsBetween({ enqueuedAt }: AcceptedEvent, to: Date): number {
  return Math.max(0, to.getTime() - Date.parse(enqueuedAt)) / 1000
}
