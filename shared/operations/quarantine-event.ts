import { createHash } from 'node:crypto'
import type { QuarantineReason } from '../domain/quarantine.ts'
import type { ReceivedEvent } from '../domain/received-event.ts'
import type { Ports } from '../ports.ts'

export type QuarantinePorts = Pick<Ports, 'quarantine' | 'audit' | 'clock' | 'devices'>

const sampleBytes = 4096
/** Audit chain of what belongs to no site. */
const noSite = 'unassigned'

/** Puts an event aside, whole and with the reason, where a person finds it and a replay can take it up again. */
export async function quarantineEvent(
  ports: QuarantinePorts,
  event: ReceivedEvent,
  reason: QuarantineReason,
  detail: string,
): Promise<void> {
  const sha256 = createHash('sha256').update(event.body).digest('hex')
  // The same bytes under another stamp or type are another thing.
  const id = createHash('sha256')
    .update(`${sha256}\n${event.device}\n${event.properties['type']}\n${event.properties['schema']}`)
    .digest('hex')
  if (await ports.quarantine.has(id)) return
  if (isForgery(reason)) await auditForgery(ports, event, reason, detail)
  const { body, device, enqueuedAt: receivedAt } = event
  const sample = Buffer.from(body.subarray(0, sampleBytes)).toString('base64')
  await ports.quarantine.put({ id, reason, detail, receivedAt, device, bytes: body.length, sha256, sample, replayedAt: undefined }, event)
}

function isForgery(reason: QuarantineReason): boolean {
  return reason === 'device-spoofed' || reason === 'device-unknown' || reason === 'device-unstamped'
}

async function auditForgery(ports: QuarantinePorts, event: ReceivedEvent, reason: QuarantineReason, detail: string): Promise<void> {
  const device = event.device === undefined ? undefined : await ports.devices.find(event.device)
  await ports.audit.append(device?.site ?? noSite, {
    at: ports.clock().toISOString(),
    who: device?.id ?? 'system',
    action: reason,
    subject: `device/${device?.id ?? 'unknown'}`,
    detail: { detail, receivedAt: event.enqueuedAt },
  })
}
