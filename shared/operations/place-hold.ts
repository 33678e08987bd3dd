import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { LegalHold } from '../domain/archive.ts'
import { Fault } from '../domain/faults.ts'
import { Id, Instant } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import { FreeText } from '../domain/verdict.ts'
import type { Ports } from '../ports.ts'
import { applyHold } from './apply-hold.ts'
import { requireSite } from './visible-sites.ts'

export const HoldInput = z
  .strictObject({ site: Id, camera: Id.optional(), from: Instant, to: Instant, reason: FreeText.max(500) })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'must be after from' })
export type HoldInput = z.infer<typeof HoldInput>

type HoldPorts = Pick<Ports, 'holds' | 'audit' | 'clock' | 'recordingWork' | 'recordings' | 'videoArchive'>

/**
 * Keeps everything of a camera and time, whatever the policy says. From the moment that the row is there nothing that it
 * covers is removed by us; the archived files are told of it in pages, the rest of them by the hourly timer.
 */
export async function placeHold(ports: HoldPorts, person: Principal, input: HoldInput): Promise<LegalHold> {
  requireSite(person, input.site)
  const at = ports.clock().toISOString()
  // The same wish of the same person at the same moment is one hold.
  const id = createHash('sha256')
    .update(JSON.stringify([person.id, at, input]))
    .digest('hex')
    .slice(0, 32)
  const hold: LegalHold = { ...input, id, placedAt: at, placedBy: person.id, isApplied: false }
  await ports.holds.save(hold)
  await ports.audit.append(input.site, { at, who: person.id, action: 'hold-placed', subject: `hold/${id}`, detail: detailOf(hold) })
  return applyHold(ports, hold)
}

/** @throws Fault `not-found`, `input-invalid` when it was released already */
export async function releaseHold(ports: HoldPorts, person: Principal, site: Id, id: Id): Promise<LegalHold> {
  requireSite(person, site)
  const hold = (await ports.holds.list(site)).find((known) => known.id === id)
  if (hold === undefined) throw new Fault('not-found')
  if (hold.releasedAt !== undefined) throw new Fault('input-invalid', `It was released at ${hold.releasedAt}.`)
  const at = ports.clock().toISOString()
  // The decision is on the chain before anything may be removed because of it.
  await ports.audit.append(site, { at, who: person.id, action: 'hold-released', subject: `hold/${id}`, detail: detailOf(hold) })
  const released = { ...hold, releasedAt: at, releasedBy: person.id, isApplied: false }
  await ports.holds.save(released)
  return applyHold(ports, released)
}

function detailOf({ camera = '*', from, to, reason }: LegalHold) {
  return { camera, from, to, reason }
}
