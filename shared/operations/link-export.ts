import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import type { MediaLink } from './link-media.ts'
import { findExport } from './request-export.ts'

const linkMinutes = 10

/**
 * A link to the ZIP. Who took a dataset along is on the audit chain before the link exists.
 *
 * @throws Fault `not-found` where there is no such export, it is not ready, or not this person's to see
 */
export async function linkExport(
  ports: Pick<Ports, 'exports' | 'links' | 'audit' | 'clock'>,
  person: Principal,
  id: Id,
): Promise<MediaLink & { bytes: number; sha256: string }> {
  const { state, site, path = '', bytes = 0, sha256 = '' } = await findExport(ports, person, id)
  if (state !== 'ready') throw new Fault('not-found', `The export is ${state}; it can be had when it is ready.`)
  const now = ports.clock()
  const fact = { at: now.toISOString(), who: person.id, action: 'export-downloaded', subject: `export/${id}`, detail: { sha256 } }
  await ports.audit.append(site, fact)
  const expiresAt = new Date(now.getTime() + linkMinutes * 60_000).toISOString()
  return { url: await ports.links.link('exports', path, expiresAt), expiresAt, bytes, sha256 }
}
