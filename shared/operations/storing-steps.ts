import type { AcceptedEvent, AcceptedEventOf } from '../domain/decide-event.ts'
import { clockSkewMs, filingTime, isLate } from '../domain/device-time.ts'
import type { MessageType } from '../domain/messages.ts'
import type { ReceivedEvent } from '../domain/received-event.ts'
import type { Ports } from '../ports.ts'
import { storeIncident } from './store-incident.ts'

/** Something to do for some of the events of a batch; when it fails, just these events have failed. */
export interface Step {
  readonly events: readonly ReceivedEvent[]
  readonly run: () => Promise<unknown>
}

export interface Accepted {
  readonly received: ReceivedEvent
  readonly event: AcceptedEvent
}

interface AcceptedOf<Type extends MessageType> {
  readonly received: ReceivedEvent
  readonly event: AcceptedEventOf<Type>
}

/** What storing good events takes. Messages about one incident are stored together: they would only be in each other's way. */
export function storingSteps(ports: Ports, accepted: readonly Accepted[]): Step[] {
  const incidents = Map.groupBy(ofType(accepted, 'incident'), ({ event }) => event.message.incident)
  const health = Map.groupBy(ofType(accepted, 'health'), ({ event }) => event.device.id)
  return [
    ...[...incidents.values()].map((group) => step(group, () => takeIncident(ports, eventsOf(group)))),
    ...[...health.values()].map((group) => step(group, () => takeHealth(ports, eventsOf(group)))),
    ...ofType(accepted, 'recording').map((one) => step([one], () => takeRecording(ports, one.event))),
    ...ofType(accepted, 'inference').map((one) => step([one], () => takeInference(ports, one.event))),
  ]
}

function takeInference(ports: Ports, event: AcceptedEventOf<'inference'>): Promise<void> {
  const time = filingTime(event.message.at, event)
  const late = isLate(time, event.enqueuedAt)
  return ports.inferences.save({ site: event.device.site, isLate: late, time, message: event.message })
}

async function takeIncident(ports: Ports, events: readonly AcceptedEventOf<'incident'>[]): Promise<void> {
  await storeIncident(ports, events)
  for (const { message, device, enqueuedAt } of events) {
    if (message.snapshot === undefined) continue
    await ports.uploads.add({
      kind: 'snapshot',
      site: device.site,
      device: device.id,
      enqueuedAt,
      incident: message.incident,
      blob: message.snapshot,
      order: { at: message.at, bootId: message.bootId, seq: message.seq },
      attempt: 0,
    })
  }
}

function takeRecording(ports: Ports, { message, device, enqueuedAt, sentAt }: AcceptedEventOf<'recording'>): Promise<void> {
  const sent = sentAt === undefined ? {} : { sentAt }
  return ports.uploads.add({ kind: 'recording', site: device.site, device: device.id, enqueuedAt, ...sent, message, attempt: 0 })
}

async function takeHealth(ports: Ports, events: readonly AcceptedEventOf<'health'>[]): Promise<void> {
  for (const event of events) {
    const { device, enqueuedAt, message } = event
    await ports.devices.saveHealth({ device: device.id, receivedAt: enqueuedAt, message, clockSkewMs: clockSkewMs(event) })
  }
}

function step(group: readonly Accepted[], run: () => Promise<unknown>): Step {
  return { events: group.map(({ received }) => received), run }
}

function eventsOf<Type extends MessageType>(group: readonly AcceptedOf<Type>[]): AcceptedEventOf<Type>[] {
  return group.map(({ event }) => event)
}

function ofType<Type extends MessageType>(accepted: readonly Accepted[], type: Type): AcceptedOf<Type>[] {
  return accepted.filter((one): one is AcceptedOf<Type> & Accepted => one.event.type === type)
}
