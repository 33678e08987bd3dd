import { Fault } from '../domain/faults.ts'
import { type HealthSample, samplesOf } from '../domain/health-samples.ts'
import type { Id, Instant } from '../domain/ids.ts'
import { coversSite, type Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'

/** Health messages are kept for a week or so. */
const maxHours = 7 * 24
const maxSamples = 400

/** How a device was between two moments, oldest first. @throws Fault `not-found`, `input-invalid` */
export async function readDeviceHealth(
  { devices, healthHistory }: Pick<Ports, 'devices' | 'healthHistory'>,
  person: Principal,
  id: Id,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): Promise<HealthSample[]> {
  const device = await devices.find(id)
  if (device === undefined || !coversSite(person, device.site)) throw new Fault('not-found')
  const hours = (Date.parse(to) - Date.parse(from)) / 3_600_000
  if (!(hours > 0 && hours <= maxHours))
    throw new Fault('input-invalid', `query: from and to must be in order and at most ${maxHours} hours apart.`)
  return samplesOf(await healthHistory.read(id, from, to), maxSamples)
}
