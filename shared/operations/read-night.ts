import { Fault } from '../domain/faults.ts'
import { type Night, NightProgress } from '../domain/night.ts'
import { parseNightId } from '../domain/night-id.ts'
import { coversSite, type Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'

/**
 * A night, and while it runs how far it is: only the engine knows that.
 *
 * @throws Fault `not-found` where there is no such night, or not for this person
 */
export async function readNight(
  { nights, orchestrations }: Pick<Ports, 'nights' | 'orchestrations'>,
  person: Principal,
  id: string,
): Promise<Night> {
  const site = parseNightId(id)?.site
  const found = site === undefined || !coversSite(person, site) ? undefined : await nights.find(site, id)
  if (found === undefined) throw new Fault('not-found')
  const night = found.value
  if (night.state !== 'running') return night
  const progress = NightProgress.safeParse((await orchestrations.status(id))?.custom)
  return progress.success ? { ...night, progress: progress.data } : night
}
