import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { createOciImageRegistry } from '../../../shared/adapters/oci-image-registry.ts'

/** A file with its text, or what tar calls another type of entry. */
export type LayerEntry = {
  readonly name: string
  readonly text?: string
  readonly type?: 'symlink' | 'link' | 'fifo'
  readonly linkname?: string
}

export async function packLayer(entries: readonly LayerEntry[]): Promise<Buffer> {
  const tar = pack()
  for (const { name, text = '', type, linkname } of entries) {
    tar.entry(type === undefined ? { name } : { name, type, ...(linkname === undefined ? {} : { linkname }) }, text)
  }
  tar.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of tar) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

export interface ImagePlan {
  readonly layers: readonly (readonly LayerEntry[])[]
  readonly config?: object
  /** What the configuration says of the layers, if that is to be wrong. */
  readonly diffIds?: readonly string[]
  /** Wrapped into an index that offers these architectures. */
  readonly architectures?: readonly string[]
}

const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

/** Pushes an image as a build would and answers `registry/repository@sha256:…`. */
export async function pushImage(url: string, plan: ImagePlan, repository = 'plant-1'): Promise<string> {
  const registry = createOciImageRegistry({ url, password: undefined })
  const packed = await Promise.all(plan.layers.map(packLayer))
  const layers = await Promise.all(packed.map((bytes) => registry.putBlob(repository, gzipSync(bytes))))
  const config = {
    ...{ os: 'linux', architecture: 'amd64' },
    config: { Cmd: ['node', 'module.mjs'], WorkingDir: '/app', ...plan.config },
    rootfs: { type: 'layers', diff_ids: plan.diffIds ?? packed.map(digestOf) },
  }
  const configBlob = await registry.putBlob(repository, Buffer.from(JSON.stringify(config)))
  const mediaType = 'application/vnd.oci.image.manifest.v1+json'
  const manifest = {
    ...{ schemaVersion: 2, mediaType },
    config: { ...configBlob, mediaType: 'application/vnd.oci.image.config.v1+json' },
    layers: layers.map((layer) => ({ ...layer, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' })),
  }
  const pushed = await registry.putManifest(repository, manifest, mediaType)
  if (plan.architectures === undefined) return registry.referenceOf(repository, pushed.digest)
  const indexType = 'application/vnd.oci.image.index.v1+json'
  const manifests = plan.architectures.map((architecture) => ({ ...pushed, platform: { os: 'linux', architecture } }))
  const index = await registry.putManifest(repository, { schemaVersion: 2, mediaType: indexType, manifests }, indexType)
  return registry.referenceOf(repository, index.digest)
}

/** A module that says which one it is and stays until it is asked to go. */
export function moduleLayer(version: string, more = ''): LayerEntry {
  const code = `console.log(${JSON.stringify(version)} + ' is up'); ${more}; setInterval(() => {}, 1000)`
  return { name: 'app/module.mjs', text: code }
}
