import type { Readable } from 'node:stream'
import type { Answer, RepositoryRequest } from './answer.ts'
import type { RegistryContext } from './create-request-listener.ts'
import { checkDigest, checkTag } from './names.ts'
import { type ParsedManifest, parseManifest } from './parse-manifest.ts'
import { RegistryError } from './registry-error.ts'
import type { ManifestEntry } from './repositories.ts'

/** The least that a registry must take, and most take no more: distribution-spec, "Pushing Manifests". */
const maxManifestBytes = 4 * 1024 * 1024

/** `/v2/{name}/manifests/{tag or digest}` */
export async function answerManifest(context: RegistryContext, request: RepositoryRequest, reference: string): Promise<Answer> {
  if (reference.includes(':')) checkDigest(reference)
  else checkTag(reference)
  const { method, name } = request
  if (method === 'PUT') return putManifest(context, request, reference)
  const entry = await context.repositories.findManifest(name, reference)
  if (entry === undefined) throw new RegistryError('MANIFEST_UNKNOWN', `${name} has no manifest ${reference}.`)
  if (method === 'DELETE') return removeManifest(context, name, reference, entry)
  if (method !== 'GET' && method !== 'HEAD') throw new RegistryError('UNSUPPORTED', `A manifest knows no ${method}.`)
  const headers = { 'content-type': entry.mediaType, 'docker-content-digest': entry.digest, etag: `"${entry.digest}"` }
  return { status: 200, headers, body: await context.content.read(entry.digest) }
}

async function putManifest(context: RegistryContext, request: RepositoryRequest, reference: string): Promise<Answer> {
  const { content, repositories } = context
  const { name, body } = request
  const bytes = await readAtMost(body, maxManifestBytes)
  const manifest = parseManifest(bytes, String(request.headers['content-type'] ?? ''))
  await requireParts(context, name, manifest)
  const digest = await content.put(bytes)
  if (reference.includes(':') && reference !== digest) throw new RegistryError('DIGEST_INVALID', `What came has the digest ${digest}.`)
  const entry = { mediaType: manifest.mediaType, digest, size: bytes.length, ...manifest.shown }
  await repositories.addManifest(name, entry, manifest.subject)
  // Last: a tag never leads to what is not there yet.
  if (!reference.includes(':')) await repositories.setTag(name, reference, digest)
  const subject: Record<string, string> = manifest.subject === undefined ? {} : { 'oci-subject': manifest.subject }
  return { status: 201, headers: { location: `/v2/${name}/manifests/${digest}`, 'docker-content-digest': digest, ...subject } }
}

/** A subject may come later; what a manifest is made of may not. */
async function requireParts({ repositories }: RegistryContext, name: string, { blobs, manifests }: ParsedManifest): Promise<void> {
  for (const digest of blobs)
    if (!repositories.hasBlob(name, digest)) throw new RegistryError('MANIFEST_BLOB_UNKNOWN', `${name} has no blob ${digest}.`)
  for (const digest of manifests)
    if ((await repositories.findManifest(name, digest)) === undefined)
      throw new RegistryError('MANIFEST_BLOB_UNKNOWN', `${name} has no manifest ${digest}.`)
}

async function removeManifest(
  { content, repositories }: RegistryContext,
  name: string,
  reference: string,
  entry: ManifestEntry,
): Promise<Answer> {
  if (!reference.includes(':')) await repositories.removeTag(name, reference)
  else await repositories.removeManifest(name, entry, parseManifest(await content.read(entry.digest), entry.mediaType).subject)
  return { status: 202 }
}

async function readAtMost(body: Readable, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= maxBytes) chunks.push(chunk)
  }
  // Read to its end first, so that the client sees the answer.
  if (bytes > maxBytes) throw new RegistryError('TOO_LARGE', `A manifest may have ${maxBytes} bytes.`)
  return Buffer.concat(chunks)
}
