import { type CameraSample, cameraSamplesOf } from '../domain/camera-samples.ts'
import { Fault } from '../domain/faults.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { requireSite } from './visible-sites.ts'

const maxHours = 48
/** One in five minutes of a day. */
const maxSamples = 288

/** What a camera's pictures were like between two moments, oldest first. @throws Fault `not-found`, `input-invalid` */
export async function readCameraHealth(
  { fleet, healthHistory }: Pick<Ports, 'fleet' | 'healthHistory'>,
  person: Principal,
  { site, id }: { readonly site: Id; readonly id: Id },
  { from, to }: { readonly from: Instant; readonly to: Instant },
): Promise<CameraSample[]> {
  requireSite(person, site)
  const camera = (await fleet.cameras(site)).find((one) => one.id === id)
  if (camera === undefined) throw new Fault('not-found')
  const hours = (Date.parse(to) - Date.parse(from)) / 3_600_000
  if (!(hours > 0 && hours <= maxHours))
    throw new Fault('input-invalid', `query: from and to must be in order and at most ${maxHours} hours apart.`)
  return cameraSamplesOf(await healthHistory.read(camera.device, from, to), id, maxSamples)
}
