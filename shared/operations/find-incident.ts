import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Incident } from '../domain/incident.ts'
import type { Versioned } from '../domain/page.ts'
import { coversSite, type Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'

/**
 * The incident, if it is this person's to see.
 *
 * @throws Fault `not-found` for one that is not there and for one of another site alike: the answer must not tell them apart
 */
export async function findIncident({ incidents }: Pick<Ports, 'incidents'>, person: Principal, id: Id): Promise<Versioned<Incident>> {
  const found = await incidents.find(id)
  if (found === undefined || !coversSite(person, found.value.site)) throw new Fault('not-found')
  return found
}
