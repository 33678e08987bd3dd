import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { requireSite } from './visible-sites.ts'

/**
 * Tells a camera's device that what the camera shows now is how it should be: it was turned, cleaned or refocused on purpose.
 * Whoever says so vouches for it, so it is on record.
 *
 * @throws Fault `not-found`, `device-offline`, `device-refused`
 */
export async function acceptPicture(
  { fleet, deviceMethods, audit, clock }: Pick<Ports, 'fleet' | 'deviceMethods' | 'audit' | 'clock'>,
  person: Principal,
  site: Id,
  id: Id,
): Promise<void> {
  requireSite(person, site)
  const camera = (await fleet.cameras(site)).find((one) => one.id === id)
  if (camera === undefined) throw new Fault('not-found')
  await deviceMethods.acceptPicture(camera.device, id)
  const at = clock().toISOString()
  await audit.append(site, {
    at,
    who: person.id,
    action: 'camera-picture-accepted',
    subject: `camera/${id}`,
    detail: { device: camera.device },
  })
}
