import { z } from 'zod'
import { Fault } from '../domain/faults.ts'
import { platforms } from '../domain/oci-image.ts'
import { type Architecture, ContentDigest } from '../domain/release.ts'
import type { Descriptor, Ports } from '../ports.ts'

const Part = z.looseObject({ digest: ContentDigest, size: z.int().nonnegative() })
const Manifest = z.looseObject({ config: Part, layers: z.array(Part).min(1).max(200) })
const Config = z.looseObject({
  architecture: z.string(),
  os: z.string(),
  config: z.looseObject({ Labels: z.record(z.string(), z.string()).nullish() }).default({}),
})
const maxConfigBytes = 1024 * 1024

export interface InspectedImage {
  readonly descriptor: Descriptor
  /** Of all of it as it lies in the registry. */
  readonly bytes: number
  /** Digests of its layers. */
  readonly layers: readonly string[]
  readonly labels: Readonly<Record<string, string>>
}

/**
 * Looks into an image by its digest, and makes sure that it is for an architecture.
 *
 * @throws Fault `not-found`, `input-invalid` for what is no image or is made for something else
 */
export async function inspectImage(
  { imageRegistry }: Pick<Ports, 'imageRegistry'>,
  repository: string,
  digest: string,
  architecture: Architecture,
): Promise<InspectedImage> {
  const found = await imageRegistry.manifest(repository, digest)
  if (found === undefined) throw new Fault('not-found', `The registry has no image ${repository}@${digest}.`)
  const manifest = Manifest.safeParse(found.content)
  if (!manifest.success) throw new Fault('input-invalid', `${repository}@${digest} is no image: ${z.prettifyError(manifest.error)}`)
  const { config: part, layers } = manifest.data
  const bytes = await imageRegistry.readBlob(repository, part.digest, maxConfigBytes)
  const { data: config, error } = Config.safeParse(parseJson(bytes))
  if (config === undefined) throw new Fault('input-invalid', `The configuration of ${repository}@${digest}: ${z.prettifyError(error)}`)
  const wanted = platforms[architecture]
  if (config.os !== wanted.os || config.architecture !== wanted.architecture)
    throw new Fault('input-invalid', `images: ${digest} is made for ${config.os}/${config.architecture}, not for ${architecture}.`)
  return {
    descriptor: found.descriptor,
    bytes: [part, ...layers].reduce((sum, { size }) => sum + size, found.descriptor.size),
    layers: layers.map((layer) => layer.digest),
    labels: config.config.Labels ?? {},
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
