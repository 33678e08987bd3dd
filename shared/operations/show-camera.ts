import type { CameraPicture } from '../domain/camera-picture.ts'
import type { CameraSettings } from '../domain/edge-settings.ts'
import { Fault } from '../domain/faults.ts'
import type { Camera } from '../domain/fleet.ts'
import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { AuditLog, Ports } from '../ports.ts'
import { requireSite } from './visible-sites.ts'

type ShowPorts = Pick<Ports, 'devices' | 'fleet' | 'deviceMethods' | 'audit' | 'clock'>

/** As long as a link to media is good for: who keeps watching is recorded again after that. */
const viewMs = 10 * 60_000

/**
 * Views that stand on the chain already, by chain and then by person and camera. A wall asks every few seconds, and one entry
 * each time would bury all others; where this memory is lost, a view is recorded twice and never missing.
 */
const recorded = new WeakMap<AuditLog, Map<string, number>>()

/**
 * What a camera sees now, asked of its device. The view is on the audit chain first.
 *
 * @throws Fault `not-found`; `device-offline`, `device-refused`, `iot-hub-unavailable`
 */
export async function showCamera(ports: ShowPorts, person: Principal, site: Id, id: Id, maxWidth: number): Promise<CameraPicture> {
  requireSite(person, site)
  const camera = (await ports.fleet.cameras(site)).find((one) => one.id === id)
  if (camera === undefined) throw new Fault('not-found')
  await recordView(ports, person, camera)
  return ports.deviceMethods.snapshot(camera.device, id, maxWidth)
}

/** The first picture of a source, before a camera is set up with it. It is on the audit chain as what it is: a look at a camera. */
export async function trySource(
  { devices, deviceMethods, audit, clock }: ShowPorts,
  person: Principal,
  id: Id,
  source: Pick<CameraSettings, 'source' | 'credentials'>,
  maxWidth: number,
): Promise<CameraPicture> {
  const device = await devices.find(id)
  if (device === undefined) throw new Fault('not-found')
  const site = requireSite(person, device.site)
  const detail = { source: source.source }
  await audit.append(site, { at: clock().toISOString(), who: person.id, action: 'source-tried', subject: `device/${id}`, detail })
  return deviceMethods.trySource(id, source, maxWidth)
}

async function recordView({ audit, clock }: ShowPorts, { id: who }: Principal, { site, id, device }: Camera): Promise<void> {
  const now = clock()
  const views = recorded.get(audit) ?? new Map<string, number>()
  recorded.set(audit, views)
  for (const [view, atMs] of views) if (now.getTime() - atMs >= viewMs) views.delete(view)
  const view = `${who}/${site}/${id}`
  if (views.has(view)) return
  await audit.append(site, { at: now.toISOString(), who, action: 'camera-viewed', subject: `camera/${id}`, detail: { device } })
  views.set(view, now.getTime())
}
