import type { Architecture } from './release.ts'

/** https://github.com/opencontainers/image-spec/blob/v1.1.0/media-types.md */
export const mediaTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  empty: 'application/vnd.oci.empty.v1+json',
} as const

/** Ours, and SPDX's own. */
export const artifactTypes = {
  model: 'application/vnd.sightloop.model.v1',
  signature: 'application/vnd.sightloop.model-signature.v1',
  bill: 'application/spdx+json',
} as const

export const titleAnnotation = 'org.opencontainers.image.title'

export interface Platform {
  readonly architecture: string
  readonly os: string
  readonly variant?: string
}

/** As indexes name them. arm64 goes without its variant, as most images do. */
export const platforms: Readonly<Record<Architecture, Platform>> = {
  amd64: { architecture: 'amd64', os: 'linux' },
  arm64: { architecture: 'arm64', os: 'linux' },
  arm32v7: { architecture: 'arm', os: 'linux', variant: 'v7' },
}

interface Part {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
}

/** An index over the image of each architecture, in the order of their names: the same images give the same index. */
export function imageIndex(
  images: readonly (Part & { readonly architecture: Architecture })[],
  annotations?: Readonly<Record<string, string>>,
) {
  const sorted = [...images].sort((a, b) => (a.architecture < b.architecture ? -1 : 1))
  const manifests = sorted.map(({ architecture, mediaType, digest, size }) => ({
    mediaType,
    digest,
    size,
    platform: platforms[architecture],
  }))
  return { schemaVersion: 2, mediaType: mediaTypes.index, manifests, ...(annotations && { annotations }) }
}

/** What is no image: files by their titles, perhaps about another manifest. `empty` is the blob `{}`. */
export function artefactManifest(artefact: {
  readonly artifactType: string
  readonly empty: Part
  readonly layers: readonly (Part & { readonly title: string })[]
  readonly subject?: Part
  readonly annotations?: Readonly<Record<string, string>>
}) {
  const { artifactType, empty, layers, subject, annotations } = artefact
  const part = ({ mediaType, digest, size }: Part) => ({ mediaType, digest, size })
  return {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    artifactType,
    config: { ...part(empty), mediaType: mediaTypes.empty },
    layers: layers.map((layer) => ({ ...part(layer), annotations: { [titleAnnotation]: layer.title } })),
    ...(subject && { subject: part(subject) }),
    ...(annotations && { annotations }),
  }
}
