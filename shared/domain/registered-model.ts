import { z } from 'zod'
import { DatasetVersion } from './dataset.ts'
import { Id, Instant, Sha256 } from './ids.ts'
import { ModelReference } from './messages.ts'

/**
 * - `candidate`: taken in, not yet decided
 * - `refused`: the gate or a person said no
 * - `approved`: may be released
 * - `revoked`: runs nowhere ever again
 */
export const ModelState = z.enum(['candidate', 'refused', 'approved', 'revoked'])
export type ModelState = z.infer<typeof ModelState>

/** A model of a site in the register. What never changes (the file, its card) lies in container `models`, by name and version. */
export const RegisteredModel = z.strictObject({
  ...ModelReference.shape,
  site: Id,
  state: ModelState,
  /** SHA-256 of `model.json` as it is stored. */
  cardSha256: Sha256,
  labels: z.array(z.string()),
  bytes: z.int().positive(),
  createdAt: Instant,
  /** One of the two. */
  run: z.string().max(100).optional(),
  uploadedBy: z.string().max(64).optional(),
  dataset: DatasetVersion.optional(),
  commit: z.string().max(64).optional(),
  /** Digest of the newest evaluation. */
  evaluation: Sha256.optional(),
  reason: z.string().max(2000).optional(),
})
export type RegisteredModel = z.infer<typeof RegisteredModel>

/** The model in force at a site. */
export const Champion = z.strictObject({
  site: Id,
  model: ModelReference,
  /** The release that brought it; commissioning is one, too. */
  release: Id,
  since: Instant,
})
export type Champion = z.infer<typeof Champion>

/** Whether a model is the one in force: the same net under another name has thresholds and lineage of its own. */
export function isInForce({ name, version, digest }: ModelReference, champion: Champion | undefined): boolean {
  const { model } = champion ?? {}
  return model !== undefined && model.name === name && model.version === version && model.digest === digest
}
