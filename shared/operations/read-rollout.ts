import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { DeviceProgress, Rollout } from '../domain/rollout.ts'
import type { Ports } from '../ports.ts'
import { visibleSites } from './visible-sites.ts'

/** @throws Fault `not-found`, also for a rollout of a site that is not theirs */
export async function readRollout(
  ports: Pick<Ports, 'rollouts' | 'rosters'>,
  person: Principal,
  id: Id,
): Promise<Rollout & { readonly deviceProgress: readonly DeviceProgress[] }> {
  const sites = await visibleSites(ports, person, undefined)
  const found = await Promise.all(sites.map((site) => ports.rollouts.find(site, id)))
  const rollout = found.find((each) => each !== undefined)?.value
  if (rollout === undefined) throw new Fault('not-found')
  return { ...rollout, deviceProgress: await ports.rollouts.devices(id) }
}
