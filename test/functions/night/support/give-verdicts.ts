import { judge } from '../../../../shared/domain/decide.ts'
import type { Id } from '../../../../shared/domain/ids.ts'
import type { Principal } from '../../../../shared/domain/person.ts'
import type { VerdictInput } from '../../../../shared/domain/verdict.ts'
import { decideIncident } from '../../../../shared/operations/decide-incident.ts'
import type { Ports } from '../../../../shared/ports.ts'

const person: Principal = { id: 'engineer', name: 'Engineer', roles: ['site-engineer'], sites: 'all' }

/** Every third is a false alarm. The clock of the ports dates the verdicts: two plants can be judged alike to the byte. */
export async function giveVerdicts(ports: Ports, incidents: readonly Id[]): Promise<void> {
  for (const [index, incident] of incidents.entries()) {
    const input: VerdictInput = { verdict: index % 3 === 2 ? 'rejected' : 'confirmed', boxes: [] }
    await decideIncident(ports, person, incident, undefined, (found, entries, by) => judge(found, entries, by, input, undefined))
  }
}
