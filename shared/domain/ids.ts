import { createHash } from 'node:crypto'
import { z } from 'zod'

/** Ids are refused when they do not fit, never repaired: two spellings of one id would become two things. */
export const Id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must match ^[a-z0-9][a-z0-9-]{0,62}$')
export type Id = z.infer<typeof Id>

/** A UTC instant with milliseconds, as `Date.prototype.toISOString` writes it. */
export const Instant = z.iso.datetime({ precision: 3 })
export type Instant = z.infer<typeof Instant>

/** A lower-case SHA-256 in hex. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex')

/**
 * The id of an incident: the same for the same device, camera, rule and start, so that a module that
 * crashed and saw the run of detections again does not raise a second incident.
 */
export function incidentId(device: Id, camera: Id, rule: Id, startedAt: Instant): Id {
  return createHash('sha256').update(`${device}\n${camera}\n${rule}\n${startedAt}`).digest('hex').slice(0, 32)
}
