import { createHash } from 'node:crypto'
import { Fault } from '../domain/faults.ts'
import type { Descriptor, ImageRegistry } from '../ports.ts'
import type { RegistrySettings } from './registry-access.ts'
import { createRegistryCalls, type PatienceOptions, type RegistryAnswer } from './registry-calls.ts'

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')
const maxReferrerPages = 100

/**
 * A registry by the OCI distribution API 1.1: Azure Container Registry, or the laptop's. Nothing is believed: what is
 * read by a digest must have it, and what was written must be answered with ours.
 *
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md
 */
export function createOciImageRegistry(settings: RegistrySettings, options: PatienceOptions = {}): ImageRegistry {
  const call = createRegistryCalls(settings, options)

  async function hasBlob(repository: string, digest: string): Promise<boolean> {
    const { status } = await call({ method: 'HEAD', path: `/v2/${repository}/blobs/${digest}`, repository })
    return status === 200
  }

  async function upload(repository: string, bytes: Uint8Array, digest: string): Promise<void> {
    const begun = await call({ method: 'POST', path: `/v2/${repository}/blobs/uploads/`, repository, body: '' })
    const location = begun.headers.get('location')
    if (begun.status !== 202 || location === null) throw refused('begin an upload', repository, begun)
    const url = new URL(location, settings.url)
    url.searchParams.set('digest', digest)
    const headers = { 'content-type': 'application/octet-stream' }
    const done = await call({ method: 'PUT', path: url.href, repository, headers, body: bytes })
    // An attempt whose answer was lost has used the upload up: the blob is there, or it is not.
    if (done.status !== 201 && !(await hasBlob(repository, digest))) throw refused('take a blob', repository, done)
  }

  async function referrers(repository: string, digest: string, artifactType?: string): Promise<readonly Descriptor[]> {
    const filter = artifactType === undefined ? '' : `?artifactType=${encodeURIComponent(artifactType)}`
    let path: string | undefined = `/v2/${repository}/referrers/${digest}${filter}`
    const found: Descriptor[] = []
    for (let page = 0; path !== undefined && page < maxReferrerPages; page++) {
      const answer: RegistryAnswer = await call({ method: 'GET', path, repository })
      if (answer.status !== 200) throw refused('list referrers', repository, answer)
      found.push(...(parseJson(answer.body) as { manifests: Descriptor[] }).manifests)
      const next = /<([^>]+)>;\s*rel="?next"?/.exec(answer.headers.get('link') ?? '')?.[1]
      path = next && new URL(next, new URL(path, settings.url)).href
    }
    // A registry may leave the filter to us.
    return artifactType === undefined ? found : found.filter((each) => each.artifactType === artifactType)
  }

  return {
    referenceOf: (repository, digest) => `${new URL(settings.url).host}/${repository}@${digest}`,

    manifest: async (repository, reference) => {
      const path = `/v2/${repository}/manifests/${reference}`
      const answer = await call({ method: 'GET', path, repository, headers: { accept: manifestTypes } })
      if (answer.status === 404) return undefined
      if (answer.status !== 200) throw refused('give a manifest', repository, answer)
      const digest = digestOf(answer.body)
      verify(digest, reference.includes(':') ? reference : (answer.headers.get('docker-content-digest') ?? digest))
      const content = parseJson(answer.body) as { mediaType?: string }
      const mediaType = content.mediaType ?? answer.headers.get('content-type')?.split(';')[0] ?? ''
      return { descriptor: { mediaType, digest, size: answer.body.length }, content }
    },

    putBlob: async (repository, bytes) => {
      const digest = digestOf(bytes)
      if (!(await hasBlob(repository, digest))) await upload(repository, bytes, digest)
      return { mediaType: 'application/octet-stream', digest, size: bytes.length }
    },

    readBlob: async (repository, digest, maxBytes) => {
      const answer = await call({ method: 'GET', path: `/v2/${repository}/blobs/${digest}`, repository, maxBytes })
      if (answer.status === 404) throw new Fault('not-found', `blob ${digest} in ${repository}`)
      if (answer.status !== 200) throw refused('give a blob', repository, answer)
      verify(digestOf(answer.body), digest)
      return answer.body
    },

    putManifest: async (repository, manifest, mediaType, tag) => {
      const bytes = Buffer.from(JSON.stringify(manifest))
      const digest = digestOf(bytes)
      const path = `/v2/${repository}/manifests/${tag ?? digest}`
      const answer = await call({ method: 'PUT', path, repository, headers: { 'content-type': mediaType }, body: bytes })
      if (answer.status !== 201) throw refused('take a manifest', repository, answer)
      verify(answer.headers.get('docker-content-digest') ?? digest, digest)
      // Without the API of referrers nobody would find what belongs to an image; both registries that we use have it.
      if ('subject' in manifest && answer.headers.get('oci-subject') === null)
        throw new Fault('input-invalid', 'The registry does not keep what refers to an image: it must speak the distribution API 1.1.')
      return { mediaType, digest, size: bytes.length }
    },

    referrers,
  }
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

function verify(found: string, wanted: string): void {
  if (found !== wanted) throw new Fault('image-damaged', `It has ${found} in place of ${wanted}.`)
}

function refused(what: string, repository: string, { status, body }: RegistryAnswer): Fault {
  const said = Buffer.from(body).toString('utf8').slice(0, 300)
  return new Fault('input-invalid', `The registry does not ${what} for ${repository} (${status}): ${said}`)
}

/** @throws Fault `image-damaged` */
function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (cause) {
    throw new Fault('image-damaged', 'It is no JSON.', { cause })
  }
}
