import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { requireSite } from './visible-sites.ts'

export interface DeviceRemoval {
  readonly site: Id
  readonly id: Id
  /** For whoever misses it in a year. */
  readonly reason: string
}

/**
 * Takes a device out of the fleet: it gets in nowhere from now on. What it saw stays, and so does what is on the chain about it.
 * A camera that hangs on it would go on being shown and never be heard of again, so it must be moved or removed first.
 */
export async function removeDevice(
  ports: Pick<Ports, 'devices' | 'fleet' | 'twins' | 'audit' | 'clock'>,
  person: Principal,
  { site, id, reason }: DeviceRemoval,
): Promise<void> {
  requireSite(person, site)
  const device = await ports.devices.find(id)
  if (device?.site !== site) throw new Fault('not-found')
  const cameras = (await ports.fleet.cameras(site)).filter((camera) => camera.device === id)
  if (cameras.length > 0) {
    const names = cameras.map(({ name }) => name).join(', ')
    throw new Fault('device-in-use', `Move ${names} to another device, or remove them.`)
  }
  await ports.twins.forget(id)
  await ports.devices.remove(id)
  await ports.audit.append(site, {
    ...{ at: ports.clock().toISOString(), who: person.id, action: 'device-removed' },
    ...{ subject: `device/${id}`, detail: { name: device.name, reason } },
  })
}
