import { createHash } from 'node:crypto'
import { Fault } from '../domain/faults.ts'
import type { MissedObject, MissedObjectInput } from '../domain/missed-object.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { requireSite } from './visible-sites.ts'

/** Keeps what a person saw and the model did not. The same report sent twice is one. */
export async function reportMissedObject(
  { missedObjects, fleet, audit, clock, changes }: Pick<Ports, 'missedObjects' | 'fleet' | 'audit' | 'clock' | 'changes'>,
  person: Principal,
  input: MissedObjectInput,
): Promise<MissedObject> {
  requireSite(person, input.site)
  const cameras = await fleet.cameras(input.site)
  if (!cameras.some(({ id }) => id === input.camera)) throw new Fault('not-found', `There is no camera ${input.camera} at ${input.site}.`)
  const { site, camera, at, label, box } = input
  const key = JSON.stringify([site, camera, at, label, box.left, box.top, box.width, box.height, person.id])
  const id = createHash('sha256').update(key).digest('hex').slice(0, 32)
  const reportedAt = clock().toISOString()
  const report = { ...input, id, reportedAt, who: person.id, name: person.name }
  await changes.mark({ kind: 'missed-object', id, site })
  await missedObjects.save(report)
  await audit.append(site, {
    at: reportedAt,
    who: person.id,
    action: 'missed-object-reported',
    subject: `missed-object/${id}`,
    detail: { camera, label },
  })
  return report
}
