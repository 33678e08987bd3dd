import { z } from 'zod'
import { Id, Instant } from './ids.ts'
import { ModelReference } from './messages.ts'

/** As Docker and IoT Edge name them; 32-bit ARM is `linux/arm/v7`. */
export const architectures = ['amd64', 'arm64', 'arm32v7'] as const
export const Architecture = z.enum(architectures)
export type Architecture = z.infer<typeof Architecture>

/** `sha256:` and 64 hex digits, as registries name content. */
export const ContentDigest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hex digits')

export const ImageRef = z.strictObject({ architecture: Architecture, digest: ContentDigest, bytes: z.int().positive() })
export type ImageRef = z.infer<typeof ImageRef>

/** Images of the module's code without a model, one an architecture, made by whoever builds the code. */
export const ModuleRuntime = z.strictObject({
  /** Of the code: a tag or a commit. */
  version: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,62}$/),
  repository: z
    .string()
    .regex(/^[a-z0-9]+([._/-][a-z0-9]+)*$/)
    .max(200),
  images: z.array(ImageRef).min(1).max(3),
  registeredAt: Instant,
  registeredBy: z.string().max(64),
})
export type ModuleRuntime = z.infer<typeof ModuleRuntime>

/** A model built into images of a runtime, for every architecture that the runtime has. */
export const Release = z.strictObject({
  /** `rel-` and 16 hex digits of what it is made of: the same again is the same release. */
  id: Id,
  site: Id,
  /** Undefined: the module watches nothing yet, it only records. */
  model: ModelReference.optional(),
  runtime: z.string().max(63),
  /** The approval that allowed it, or who commissioned the site. */
  approval: Id.optional(),
  commissionedBy: z.string().max(64).optional(),
  state: z.enum(['waiting', 'building', 'signing', 'ready', 'failed', 'revoked']),
  /** In the registry; each with the build that made it. */
  repository: z.string().max(200),
  builds: z.array(z.strictObject({ architecture: Architecture, run: z.string().max(100) })).max(3),
  images: z.array(ImageRef).max(3),
  /** Of the index over the images: what deployments name. */
  index: ContentDigest.optional(),
  /** Of the model as an artefact of its own, signed, which devices can take without a new image. */
  artefact: ContentDigest.optional(),
  createdAt: Instant,
  readyAt: Instant.optional(),
  /** Its rollout was started, or it became the standing deployment. */
  deployedAt: Instant.optional(),
  /** 2, 3 … when somebody tried again after a failure. */
  attempt: z.int().min(1).optional(),
  problem: z.string().max(1000).optional(),
})
export type Release = z.infer<typeof Release>
