import { windowOf } from '../domain/compliance-item.ts'
import type { AcceptedEvent, AcceptedEventOf } from '../domain/decide-event.ts'
import type { DeviceHealth } from '../domain/device-health.ts'
import { clockSkewMs, filingTime, isLate } from '../domain/device-time.ts'
import type { Id } from '../domain/ids.ts'
import { intakeId } from '../domain/intake-id.ts'
import type { MessageType } from '../domain/messages.ts'
import type { ReceivedEvent } from '../domain/received-event.ts'
import type { UploadJobOf } from '../domain/upload-job.ts'
import type { Ports } from '../ports.ts'
import { enqueueCompliance } from './enqueue-compliance.ts'
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
    ...ofType(accepted, 'recording').map((one) => step([one], () => takeFile(ports, 'recording', one.event))),
    ...ofType(accepted, 'picture').map((one) => step([one], () => takeFile(ports, 'picture', one.event))),
    ...ofType(accepted, 'inference').map((one) => step([one], () => takeInference(ports, one.event))),
    ...ofType(accepted, 'score').map((one) => step([one], () => takeScore(ports, one.event))),
  ]
}

async function takeInference(ports: Ports, event: AcceptedEventOf<'inference'>): Promise<void> {
  const time = filingTime(event.message.at, event)
  const late = isLate(time, event.enqueuedAt)
  if (late) await markSeen(ports, event)
  await ports.intakeLog.mark({ kind: 'inference', id: intakeId(event.message.camera, time), site: event.device.site })
  await ports.inferences.save({ site: event.device.site, isLate: late, time, message: event.message })
  await enqueueCompliance(ports, [windowOf(event.device.site, event.message.camera, time)])
}

async function takeScore(ports: Ports, event: AcceptedEventOf<'score'>): Promise<void> {
  const { device, message } = event
  const time = filingTime(message.at, event)
  await ports.scores.save({ site: device.site, time, message })
  const { bootId, seq } = message
  await enqueueCompliance(ports, [{ kind: 'score', site: device.site, at: time, device: device.id, bootId, seq }])
}

/** What a plant that was cut off saw may come after a night has labelled its recordings without it. */
async function markSeen({ changes }: Ports, { device, message }: AcceptedEventOf<'inference'>): Promise<void> {
  const seen = new Set(message.frames.flatMap(({ recording }) => recording ?? []))
  await Promise.all([...seen].map((id) => changes.mark({ kind: 'recording', id, site: device.site })))
}

async function takeIncident(ports: Ports, events: readonly AcceptedEventOf<'incident'>[]): Promise<void> {
  await storeIncident(ports, events)
  for (const { message, device, enqueuedAt, sentAt } of events) {
    if (message.snapshot === undefined) continue
    await ports.uploads.add({
      kind: 'snapshot',
      site: device.site,
      device: device.id,
      enqueuedAt,
      incident: message.incident,
      blob: message.snapshot,
      order: { at: message.at, bootId: message.bootId, seq: message.seq },
      seenAt: message.peak.at,
      ...(sentAt !== undefined && { sentAt }),
      attempt: 0,
    })
  }
  const { device, message } = events[0]!
  await enqueueCompliance(ports, [{ kind: 'incident', site: device.site, incident: message.incident }])
}

function takeFile<Type extends 'recording' | 'picture'>(ports: Ports, kind: Type, event: AcceptedEventOf<Type>): Promise<void> {
  const { message, device, enqueuedAt, sentAt } = event
  const sent = sentAt === undefined ? {} : { sentAt }
  const job = { kind, site: device.site, device: device.id, enqueuedAt, ...sent, message, attempt: 0 }
  return ports.uploads.add(job as UploadJobOf<Type>)
}

async function takeHealth(ports: Ports, events: readonly AcceptedEventOf<'health'>[]): Promise<void> {
  const health = events.map((event) => {
    const { device, enqueuedAt, message } = event
    return { device: device.id, receivedAt: enqueuedAt, message, clockSkewMs: clockSkewMs(event) }
  })
  const keep = async (one: DeviceHealth, site: Id) => {
    await ports.intakeLog.mark({ kind: 'health', id: intakeId(one.device, one.receivedAt), site })
    await ports.healthHistory.add(one)
  }
  const kept = Promise.all(health.map((one, index) => keep(one, events[index]!.device.site)))
  const saved = saveNewest(ports, health)
  await Promise.all([kept, saved])
}

async function saveNewest({ devices }: Ports, health: readonly DeviceHealth[]): Promise<void> {
  for (const one of health) await devices.saveHealth(one)
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
