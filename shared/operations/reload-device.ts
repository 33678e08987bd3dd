import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { requireSite } from './visible-sites.ts'

/**
 * Has a device restart one of its cameras; without a camera it reads its model again and restarts them all.
 *
 * @throws Fault `not-found`, `device-offline`, `device-refused`
 */
export async function reloadDevice(
  { devices, deviceMethods, audit, clock }: Pick<Ports, 'devices' | 'deviceMethods' | 'audit' | 'clock'>,
  person: Principal,
  id: Id,
  camera: Id | undefined,
): Promise<void> {
  const device = await devices.find(id)
  if (device === undefined) throw new Fault('not-found')
  const site = requireSite(person, device.site)
  await deviceMethods.reload(id, camera)
  const detail: Record<string, string> = camera === undefined ? {} : { camera }
  await audit.append(site, { at: clock().toISOString(), who: person.id, action: 'device-reloaded', subject: `device/${id}`, detail })
}
