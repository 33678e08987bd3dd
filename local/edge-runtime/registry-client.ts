import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Descriptor } from '../../shared/ports/release.ts'
import type { ImageReference } from './image-reference.ts'

export interface RegistryClient {
  /** The JSON at a digest or tag; its bytes have been held against the digest. */
  manifest(image: ImageReference, reference: string): Promise<{ digest: string; mediaType: string; content: unknown }>
  /** Writes a blob into a file; size and digest have been checked when it resolves. */
  blob(image: ImageReference, descriptor: Pick<Descriptor, 'digest' | 'size'>, file: string): Promise<void>
}

export interface RegistryOptions {
  readonly credentials: readonly { readonly username: string; readonly password: string; readonly address: string }[]
  readonly signal: AbortSignal
}

// https://github.com/opencontainers/distribution-spec/blob/main/spec.md: a manifest of up to 4 MB must be taken.
const maxManifestBytes = 4 * 1024 * 1024
const silenceMs = 30_000
const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

/** Reads from container registries and believes nothing that does not have its digest. */
export function createRegistryClient({ credentials, signal }: RegistryOptions): RegistryClient {
  const get = async (image: ImageReference, path: string, accept: string) => {
    const login = credentials.find(({ address }) => address === image.registry)
    const authorization = login && `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`
    const impatience = AbortSignal.timeout(silenceMs)
    const url = `${image.registryUrl}/v2/${image.repository}/${path}`
    const response = await fetch(url, {
      headers: { accept, ...(authorization === undefined ? {} : { authorization }) },
      signal: AbortSignal.any([signal, impatience]),
    }).catch((cause: Error) => {
      throw new Error(`${image.registry} does not answer: ${(cause.cause as Error | undefined)?.message ?? cause.message}`, { cause })
    })
    if (response.ok && response.body !== null) return { response, body: Readable.fromWeb(response.body as never) }
    await response.body?.cancel()
    throw new Error(`${image.registry} answered ${response.status} for ${image.repository}, ${path}.`)
  }
  return {
    manifest: async (image, reference) => {
      const { response, body } = await get(image, `manifests/${reference}`, manifestTypes)
      const chunks: Buffer[] = []
      let bytes = 0
      for await (const chunk of body) {
        chunks.push(chunk as Buffer)
        bytes += (chunk as Buffer).length
        if (bytes > maxManifestBytes) throw new Error(`The manifest ${reference} has more than ${maxManifestBytes} bytes.`)
      }
      const text = Buffer.concat(chunks)
      const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`
      if (reference.startsWith('sha256:') && digest !== reference) throw new Error(`The manifest ${reference} has the digest ${digest}.`)
      return { digest, mediaType: response.headers.get('content-type') ?? '', content: parseJson(text, reference) }
    },
    blob: async (image, { digest, size }, file) => {
      const { body } = await get(image, `blobs/${digest}`, '*/*')
      const hash = createHash('sha256')
      let bytes = 0
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk)
          bytes += chunk.length
          done(bytes > size ? new Error(`Blob ${digest} has more than the ${size} bytes that its manifest says.`) : null, chunk)
        },
      })
      await pipeline(body, measure, createWriteStream(file), { signal })
      const found = `sha256:${hash.digest('hex')}`
      if (bytes !== size || found !== digest) throw new Error(`Blob ${digest} came as ${bytes} bytes with the digest ${found}.`)
    },
  }
}

function parseJson(text: Buffer, reference: string): unknown {
  try {
    return JSON.parse(text.toString())
  } catch (cause) {
    throw new Error(`The manifest ${reference} is no JSON.`, { cause })
  }
}
