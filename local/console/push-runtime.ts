import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packagesOf } from '../../shared/domain/lockfile-packages.ts'
import { artefactManifest, artifactTypes, imageIndex, mediaTypes, platforms } from '../../shared/domain/oci-image.ts'
import { type Architecture, architectures, type ImageRef } from '../../shared/domain/release.ts'
import { softwareBill } from '../../shared/domain/software-bill.ts'
import type { ImageRegistry } from '../../shared/ports.ts'
import { digestOf, writeLayer } from '../images/write-layer.ts'
import { moduleFiles } from './module-files.ts'

/** What PUT /api/runtimes/{version} takes. */
export interface PushedRuntime {
  readonly version: string
  readonly repository: string
  readonly images: ImageRef[]
}

interface PackedImage extends ImageRef {
  readonly manifest: object
  readonly size: number
  readonly bill: Uint8Array
}

export interface PackedRuntime extends PushedRuntime {
  readonly images: PackedImage[]
  readonly blobs: readonly Uint8Array[]
  readonly index: object
  readonly indexDigest: string
}

const repository = 'sightloop/edge'
/** As edge/Dockerfile sets them. */
const env = [
  'NODE_ENV=production',
  'ORT_DISABLE_TELEMETRY=1',
  'DATA_FOLDER=/data',
  'MODEL_FOLDER=/app/model',
  'VIDEO_FOLDER=/data/videos',
  'SECRETS_FOLDER=/secrets',
]
/** One moment for all builds, so that the same code is the same image. */
const noTime = '1970-01-01T00:00:00.000Z'

/**
 * Makes of a checkout the images of its edge module: its code without Node and packages, which a laptop has already
 * (edge/Dockerfile makes the ones for devices). The same code gives the same digests.
 */
export async function packRuntime(root: string): Promise<PackedRuntime> {
  const files = moduleFiles(root)
  const layer = await writeLayer([...files].map(([path, bytes]) => ({ path: `app/${path}`, bytes })))
  const lockfile: unknown = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const packed = architectures.map((architecture) => packImage(architecture, layer, lockfile))
  const images = packed.map(({ image }) => image)
  const index = imageIndex(images.map((image) => ({ ...image, mediaType: mediaTypes.manifest })))
  const indexDigest = digestOf(JSON.stringify(index))
  const version = `code-${indexDigest.slice('sha256:'.length).slice(0, 12)}`
  return { version, repository, images, blobs: [layer.bytes, ...packed.map(({ config }) => config)], index, indexDigest }
}

function packImage(architecture: Architecture, layer: Awaited<ReturnType<typeof writeLayer>>, lockfile: unknown) {
  const config = Buffer.from(
    JSON.stringify({
      created: noTime,
      ...platforms[architecture],
      config: {
        Env: env,
        Cmd: ['node', 'edge/main.ts'],
        WorkingDir: '/app',
        User: 'node',
        ExposedPorts: { '8080/tcp': {} },
        Volumes: { '/data': {} },
      },
      rootfs: { type: 'layers', diff_ids: [layer.diffId] },
      history: [{ created: noTime, created_by: 'sightloop: the code of the edge module' }],
    }),
  )
  const manifest = {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: { mediaType: mediaTypes.config, digest: digestOf(config), size: config.length },
    layers: [{ mediaType: mediaTypes.layer, digest: layer.digest, size: layer.bytes.length }],
  }
  const text = JSON.stringify(manifest)
  const digest = digestOf(text)
  const images = [{ architecture, digest, packages: packagesOf(lockfile, 'edge', architecture) }]
  const bill = Buffer.from(JSON.stringify(softwareBill({ name: 'sightloop-edge', subject: digest, createdAt: noTime, images })))
  const size = Buffer.byteLength(text)
  return { config, image: { architecture, digest, bytes: size + config.length + layer.bytes.length, manifest, size, bill } }
}

/** Pushes what the registry lacks: unchanged code costs one question. */
export async function pushRuntime(registry: ImageRegistry, root: string): Promise<PushedRuntime> {
  const packed = await packRuntime(root)
  const { version, images } = packed
  const known = await registry.manifest(repository, version)
  if (known?.descriptor.digest !== packed.indexDigest) await push(registry, packed)
  return { version, repository, images: images.map(({ architecture, digest, bytes }) => ({ architecture, digest, bytes })) }
}

async function push(registry: ImageRegistry, { blobs, images, index, version }: PackedRuntime): Promise<void> {
  await Promise.all(blobs.map((blob) => registry.putBlob(repository, blob)))
  const empty = await registry.putBlob(repository, Buffer.from('{}'))
  await Promise.all(
    images.map(async ({ manifest, bill }) => {
      const subject = await registry.putManifest(repository, manifest, mediaTypes.manifest)
      const layer = { ...(await registry.putBlob(repository, bill)), mediaType: artifactTypes.bill, title: 'sbom.spdx.json' }
      const artefact = artefactManifest({ artifactType: artifactTypes.bill, empty, layers: [layer], subject })
      await registry.putManifest(repository, artefact, mediaTypes.manifest)
    }),
  )
  // The index is the last: whoever finds it finds all of it.
  await registry.putManifest(repository, index, mediaTypes.index, version)
}
