import { isDigest } from './names.ts'
import { RegistryError } from './registry-error.ts'
import type { ManifestEntry } from './repositories.ts'

export interface ParsedManifest {
  readonly mediaType: string
  /** Blobs that it is made of. */
  readonly blobs: readonly string[]
  /** Manifests that it lists. */
  readonly manifests: readonly string[]
  readonly subject: string | undefined
  readonly shown: Pick<ManifestEntry, 'artifactType' | 'annotations'>
}

interface Loose {
  readonly schemaVersion?: unknown
  readonly mediaType?: unknown
  readonly artifactType?: unknown
  readonly config?: unknown
  readonly layers?: unknown
  readonly manifests?: unknown
  readonly subject?: unknown
  readonly annotations?: unknown
}

const imageTypes = ['application/vnd.oci.image.manifest.v1+json', 'application/vnd.docker.distribution.manifest.v2+json']
const indexTypes = ['application/vnd.oci.image.index.v1+json', 'application/vnd.docker.distribution.manifest.list.v2+json']

/** Reads as much of a manifest as a registry must know. @throws RegistryError `MANIFEST_INVALID` */
export function parseManifest(bytes: Uint8Array, contentType: string): ParsedManifest {
  const manifest = parseJson(bytes)
  const mediaType = contentType.split(';')[0]!.trim()
  if (manifest.schemaVersion !== 2) throw invalid('schemaVersion must be 2')
  if (manifest.mediaType !== undefined && manifest.mediaType !== mediaType)
    throw invalid(`mediaType is ${String(manifest.mediaType)}, and Content-Type ${mediaType}`)
  const isImage = imageTypes.includes(mediaType)
  if (!isImage && !indexTypes.includes(mediaType)) throw invalid(`Content-Type ${mediaType || '(none)'} is none that is known here`)
  const config = isImage ? descriptorOf(manifest.config, 'config') : undefined
  const layers = isImage ? descriptors(manifest.layers, 'layers') : []
  const artifactType = manifest.artifactType ?? (isImage ? config?.mediaType : undefined)
  return {
    mediaType,
    // What says where else it lies may stay there.
    blobs: [...(config ? [config] : []), ...layers.filter(({ urls }) => urls === undefined)].map(({ digest }) => digest),
    manifests: isImage ? [] : descriptors(manifest.manifests, 'manifests').map(({ digest }) => digest),
    subject: manifest.subject === undefined ? undefined : descriptorOf(manifest.subject, 'subject').digest,
    shown: {
      ...(typeof artifactType === 'string' && { artifactType }),
      ...(isTexts(manifest.annotations) && { annotations: manifest.annotations }),
    },
  }
}

function parseJson(bytes: Uint8Array): Loose {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Loose
  } catch {
    // Said below.
  }
  throw invalid('it is no JSON object')
}

function descriptors(list: unknown, what: string) {
  if (!Array.isArray(list)) throw invalid(`${what} must be a list`)
  return list.map((each, index) => descriptorOf(each, `${what}.${index}`))
}

function descriptorOf(value: unknown, what: string): { digest: string; mediaType: string; urls: unknown } {
  const { digest, mediaType, size, urls } = (value ?? {}) as Record<string, unknown>
  if (typeof digest !== 'string' || !isDigest(digest)) throw invalid(`${what}.digest must be sha256: and 64 hex digits`)
  if (typeof mediaType !== 'string') throw invalid(`${what}.mediaType must be a text`)
  if (!Number.isSafeInteger(size) || Number(size) < 0) throw invalid(`${what}.size must be a number of bytes`)
  return { digest, mediaType, urls }
}

function isTexts(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string')
}

const invalid = (why: string) => new RegistryError('MANIFEST_INVALID', `The manifest cannot be taken: ${why}.`)
